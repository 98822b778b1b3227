package io.github.valkeyflavors.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestrainedCacheWriter}, against a real server. Caches whose names
 * begin with "optional" stop, and times to live are halved.
 */
class RestrainedCacheWriterTests {

	@RegisterExtension
	static final CacheServer server = new CacheServer();

	private static final Duration HOUR = Duration.ofHours(1);

	private static final RedisCacheConfiguration FOR_EVER = RedisCacheConfiguration.defaultCacheConfig();

	private static final RedisCacheConfiguration FOR_AN_HOUR = FOR_EVER.entryTtl(HOUR);

	private final Restraint restraint = new Restraint();

	@SuppressWarnings("NullAway.Init")
	private RedisCacheWriter writer;

	@SuppressWarnings("NullAway.Init")
	private StringRedisTemplate redis;

	@BeforeEach
	void connect() {
		this.writer = FlavorCacheWriters.of(server.connectionFactory(), true, 100, this.restraint);
		this.redis = server.template();
	}

	@Test
	void shortensTimeToLive() {
		cache("prices", FOR_AN_HOUR).put("tea", "1");

		assertThat(timeToLive()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
	}

	@Test
	void shortensTimeToLiveOfEntryThatIsPutIfAbsent() {
		cache("prices", FOR_AN_HOUR).putIfAbsent("tea", "1");

		assertThat(timeToLive()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
	}

	@Test
	void shortensTimeToLiveOfEntryThatIsStoredByFuture() throws Exception {
		cache("prices", FOR_AN_HOUR).retrieve("tea", () -> CompletableFuture.completedFuture("1"))
			.get(10, TimeUnit.SECONDS);

		assertThat(timeToLive()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
	}

	@Test
	void shortensTimeToIdleWhenReading() {
		FlavorCache cache = cache("prices", FOR_AN_HOUR.enableTimeToIdle());
		this.restraint.active = false;
		cache.put("tea", "1");
		this.restraint.active = true;

		cache.get("tea");

		assertThat(timeToLive()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
	}

	@Test
	void leavesEntryThatDoesNotExpireAlone() {
		cache("prices", FOR_EVER).put("tea", "1");

		assertThat(this.redis.getExpire("prices::tea")).isEqualTo(-1);
	}

	@Test
	void readsFromStoppedCache() {
		FlavorCache cache = filledOptionalCache();

		assertThat(cache.get("tea", String.class)).isEqualTo("1");
	}

	@Test
	void removesOldValueInPlaceOfPut() {
		FlavorCache cache = filledOptionalCache();

		cache.put("tea", "2");

		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void storesNothingThatIsLoaded() {
		FlavorCache cache = cache("optional prices", FOR_EVER);

		assertThat(cache.get("tea", () -> "1")).isEqualTo("1");

		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void storesNothingThatIsLoadedByFuture() throws Exception {
		FlavorCache cache = cache("optional prices", FOR_EVER);

		assertThat(cache.retrieve("tea", () -> CompletableFuture.completedFuture("1")).get(10, TimeUnit.SECONDS))
			.isEqualTo("1");

		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void removesOldValueInPlaceOfStore() throws Exception {
		filledOptionalCache();

		this.writer.store("optional prices", bytes("optional prices::tea"), bytes("2"), null).get(10, TimeUnit.SECONDS);

		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void returnsEntryThatIsThereInPlaceOfPutIfAbsent() {
		FlavorCache cache = filledOptionalCache();

		assertThat(cache.putIfAbsent("tea", "2")).isNotNull()
			.satisfies((present) -> assertThat(present.get()).isEqualTo("1"));
		assertThat(cache.get("tea", String.class)).isEqualTo("1");
	}

	@Test
	void storesNothingInPlaceOfPutIfAbsent() {
		assertThat(cache("optional prices", FOR_EVER).putIfAbsent("tea", "1")).isNull();

		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void evictsFromStoppedCache() {
		filledOptionalCache().evict("tea");

		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void clearsStoppedCache() {
		filledOptionalCache().clear();

		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void storesAgainWhenTheRestraintEnds() {
		FlavorCache cache = filledOptionalCache();
		cache.put("tea", "2");
		this.restraint.active = false;

		cache.put("tea", "3");

		assertThat(cache.get("tea", String.class)).isEqualTo("3");
	}

	@Test
	void countsNoPutThatWasNotStored() {
		FlavorCache cache = filledOptionalCache();

		cache.put("tea", "2");

		assertThat(cache.getStatistics().getPuts()).isOne();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private FlavorCache filledOptionalCache() {
		FlavorCache cache = cache("optional prices", FOR_EVER);
		this.restraint.active = false;
		cache.put("tea", "1");
		this.restraint.active = true;
		return cache;
	}

	private FlavorCache cache(String name, RedisCacheConfiguration configuration) {
		return new FlavorCache(name, this.writer, configuration);
	}

	private Duration timeToLive() {
		return Duration.ofSeconds(this.redis.getExpire("prices::tea"));
	}

	private static final class Restraint implements CacheRestraint {

		private volatile boolean active = true;

		@Override
		public boolean stops(String cache) {
			return this.active && cache.startsWith("optional");
		}

		@Override
		public Duration timeToLive(Duration timeToLive) {
			return this.active ? timeToLive.dividedBy(2) : timeToLive;
		}

	}

}
