package io.github.valkeyflavors.cache;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.CacheKeyPrefix;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clearing a {@link FlavorCache}, against a real server.
 */
class FlavorCacheClearTests {

	@RegisterExtension
	static final CacheServer server = new CacheServer();

	@SuppressWarnings("NullAway.Init")
	private StringRedisTemplate redis;

	@BeforeEach
	void connect() {
		this.redis = server.template();
	}

	@Test
	void removesEveryEntryOfLargeCacheAndNothingElse() {
		Cache products = cache("products");
		IntStream.range(0, 2500).forEach((key) -> products.put(key, key));
		cache("rates").put("EUR", 1);
		this.redis.opsForValue().set("plain", "text");

		products.clear();

		assertThat(this.redis.keys("*")).containsExactlyInAnyOrder("rates::EUR", "plain");
	}

	@Test
	void listsByScanAndFreesByUnlink() {
		Cache products = cache("products");
		IntStream.range(0, 1500).forEach((key) -> products.put(key, key));

		products.clear();

		assertThat(server.calls("scan")).isPositive();
		assertThat(server.calls("unlink")).isEqualTo(3);
		assertThat(server.calls("keys")).isZero();
		assertThat(server.calls("del")).isZero();
		assertThat(server.calls("flushdb")).isZero();
	}

	@Test
	void invalidatesByScanAndUnlinkToo() {
		Cache products = cache("products");
		products.put(1, 1);

		assertThat(products.invalidate()).isTrue();
		assertThat(products.invalidate()).isFalse();
		assertThat(server.calls("keys")).isZero();
		assertThat(server.calls("del")).isZero();
	}

	@Test
	void clearsEmptyCache() {
		cache("products").clear();

		assertThat(server.calls("unlink")).isZero();
	}

	@Test
	void countsRemovedEntries() {
		RedisCache products = cache("products");
		Stream.of(1, 2, 3).forEach((key) -> products.put(key, key));

		products.clear();

		assertThat(products.getStatistics().getDeletes()).isEqualTo(3);
	}

	@Test
	void leavesOtherDatabasesAlone() {
		cache("products").put(1, 1);
		server.template(5).opsForValue().set("products::1", "other");

		cache("products").clear();

		assertThat(server.template(5).keys("*")).containsExactly("products::1");
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "p*, products", "product?, products", "[pq]roducts, products", "p[^x]oducts, products",
			"products[0-9], products7", "'p\\*', 'p*'" })
	void takesNameLiterally(String name, String other) {
		cache(name).put(1, 1);
		cache(other).put(1, 1);

		cache(name).clear();

		assertThat(this.redis.keys("*")).containsExactly(other + "::1");
	}

	@Test
	void takesNameLiterallyWhenInvalidated() {
		cache("p*").put(1, 1);
		cache("products").put(1, 1);

		cache("p*").invalidate();

		assertThat(this.redis.keys("*")).containsExactly("products::1");
	}

	@Test
	void takesPrefixLiterally() {
		RedisCache products = cache("products", (name) -> "shop?:");
		products.put(1, 1);
		this.redis.opsForValue().set("shop1:1", "other");

		products.clear();

		assertThat(this.redis.keys("*")).containsExactly("shop1:1");
	}

	@Test
	void clearsByPatternOfKeys() {
		RedisCache products = cache("p*");
		products.put("a1", 1);
		products.put("b1", 1);
		cache("products").put("a1", 1);

		products.clear("a*");

		assertThat(this.redis.keys("*")).containsExactlyInAnyOrder("p*::b1", "products::a1");
	}

	@Test
	void clearsWholeDatabaseWithoutPrefix() {
		RedisCache products = new FlavorCache("products",
				FlavorCacheWriters.of(server.connectionFactory(), true, 10_000),
				RedisCacheConfiguration.defaultCacheConfig().disableKeyPrefix());
		products.put("a", 1);

		products.clear();

		assertThat(this.redis.keys("*")).isEmpty();
	}

	private static RedisCache cache(String name) {
		return cache(name, (each) -> each + "::");
	}

	private static RedisCache cache(String name, CacheKeyPrefix prefix) {
		return new FlavorCache(name, FlavorCacheWriters.of(server.connectionFactory(), true, 10_000),
				RedisCacheConfiguration.defaultCacheConfig().computePrefixWith(prefix));
	}

}
