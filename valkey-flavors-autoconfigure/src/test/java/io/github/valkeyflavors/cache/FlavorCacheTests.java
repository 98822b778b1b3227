package io.github.valkeyflavors.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.util.StringUtils;

import io.github.valkeyflavors.json.AllowedTypes;
import io.github.valkeyflavors.json.TypedJsonRedisSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FlavorCache}, against a real server.
 */
@ExtendWith(OutputCaptureExtension.class)
class FlavorCacheTests {

	@RegisterExtension
	static final CacheServer server = new CacheServer();

	private static final String UNREADABLE = "[\"java.io.File\",\"/etc/passwd\"]";

	private static final Product TEA = new Product("tea", 499L);

	@SuppressWarnings("NullAway.Init")
	private FlavorCache cache;

	@SuppressWarnings("NullAway.Init")
	private StringRedisTemplate redis;

	@BeforeEach
	void connect() {
		this.cache = cache("products", configuration());
		this.redis = server.template();
	}

	@Test
	void returnsWhatWasPut() {
		this.cache.put(1, TEA);

		assertThat(this.cache.get(1, Product.class)).isEqualTo(TEA);
	}

	@Test
	void missesUnreadableEntry() {
		unreadable("products::1");

		assertThat(this.cache.get(1)).isNull();
		assertRemovedAndCountedAsMiss();
	}

	@Test
	void missesUnreadableEntryOfType() {
		unreadable("products::1");

		assertThat(this.cache.get(1, Product.class)).isNull();
		assertRemovedAndCountedAsMiss();
	}

	@Test
	void missesUnreadableEntryWhenRetrieved() throws Exception {
		unreadable("products::1");

		assertThat(await(this.cache.retrieve(1))).isNull();
		assertRemovedAndCountedAsMiss();
	}

	@Test
	void loadsOnceInPlaceOfUnreadableEntry() {
		unreadable("products::1");
		AtomicInteger loads = new AtomicInteger();

		assertThat(this.cache.get(1, () -> load(loads))).isEqualTo(TEA);
		assertThat(loads).hasValue(1);
		assertThat(this.cache.get(1, Product.class)).isEqualTo(TEA);
	}

	@Test
	void countsOneHitLessForUnreadableEntryThatIsLoaded() {
		unreadable("products::1");

		this.cache.get(1, () -> TEA);

		assertThat(this.cache.getStatistics().getHits()).isZero();
		assertThat(this.cache.getStatistics().getMisses()).isEqualTo(2);
		assertThat(this.cache.getStatistics().getGets()).isEqualTo(2);
	}

	@Test
	void suppliesOnceInPlaceOfUnreadableEntry() throws Exception {
		unreadable("products::1");
		AtomicInteger loads = new AtomicInteger();

		Product product = await(this.cache.retrieve(1, () -> CompletableFuture.completedFuture(load(loads))));

		assertThat(product).isEqualTo(TEA);
		assertThat(loads).hasValue(1);
		assertThat(this.cache.get(1, Product.class)).isEqualTo(TEA);
	}

	@Test
	void putsInPlaceOfUnreadableEntryIfAbsent() {
		unreadable("products::1");

		assertThat(this.cache.putIfAbsent(1, TEA)).isNull();
		assertThat(this.cache.get(1, Product.class)).isEqualTo(TEA);
	}

	@Test
	void countsNeitherHitNorMissWhenPuttingIfAbsent() {
		this.cache.put(2, TEA);
		this.cache.get(2);
		unreadable("products::1");

		this.cache.putIfAbsent(1, TEA);

		assertThat(this.cache.getStatistics().getHits()).isOne();
		assertThat(this.cache.getStatistics().getMisses()).isZero();
	}

	@Test
	void returnsReadableEntryIfPresent() {
		this.cache.put(1, TEA);

		ValueWrapper present = this.cache.putIfAbsent(1, new Product("coffee", 1L));

		assertThat(present).isNotNull().extracting(ValueWrapper::get).isEqualTo(TEA);
	}

	@Test
	void missesEmptyEntry() {
		this.redis.opsForValue().set("products::1", "");

		assertThat(this.cache.get(1)).isNull();
		assertRemovedAndCountedAsMiss();
	}

	@Test
	void missesEntryOfAnotherFormat() {
		cache("products", RedisCacheConfiguration.defaultCacheConfig()).put(1, "text");

		assertThat(this.cache.get(1)).isNull();
		assertRemovedAndCountedAsMiss();
	}

	@Test
	void missesCachedNullWhereNullIsNotCached() {
		this.cache.put(1, null);
		FlavorCache other = cache("products", configuration().disableCachingNullValues());

		assertThat(other.get(1)).isNull();
		assertThat(this.redis.hasKey("products::1")).isFalse();
	}

	@Test
	void returnsCachedNull() {
		this.cache.put(1, null);

		ValueWrapper cached = this.cache.get(1);

		assertThat(cached).isNotNull().extracting(ValueWrapper::get).isNull();
	}

	@Test
	void refusesNullWhereNullIsNotCached() {
		FlavorCache other = cache("products", configuration().disableCachingNullValues());

		assertThatIllegalArgumentException().isThrownBy(() -> other.put(1, null))
			.withMessageContaining("does not allow 'null' values");
	}

	@Test
	void returnsLoadedValueThatCannotBeReadBack() {
		AtomicInteger loads = new AtomicInteger();

		Object value = this.cache.get(1, () -> {
			loads.incrementAndGet();
			return new StringBuilder("loaded");
		});

		assertThat(value).hasToString("loaded");
		assertThat(loads).hasValue(1);
		assertThat(this.redis.hasKey("products::1")).isFalse();
	}

	@Test
	void countsOneMissForValueThatCannotBeReadBack() {
		this.cache.put(2, TEA);
		this.cache.get(2);

		this.cache.get(1, () -> new StringBuilder("loaded"));

		assertThat(this.cache.getStatistics().getHits()).isOne();
		assertThat(this.cache.getStatistics().getMisses()).isOne();
	}

	@Test
	void loadsOnceInPlaceOfUnreadableEntryAlsoWhenTheValueCannotBeReadBack() {
		unreadable("products::1");
		AtomicInteger loads = new AtomicInteger();

		Object value = this.cache.get(1, () -> {
			loads.incrementAndGet();
			return new StringBuilder("loaded");
		});

		assertThat(value).hasToString("loaded");
		assertThat(loads).hasValue(1);
	}

	@Test
	void passesFailureOfLoaderOn() {
		unreadable("products::1");

		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get(1, () -> {
			throw new IllegalStateException("no database");
		})).withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void missesWithoutServer() throws Exception {
		FlavorCache broken = withoutServer();

		assertThat(broken.get(1)).isNull();
		assertThat(await(broken.retrieve(1))).isNull();
		assertThat(broken.getStatistics().getGets()).isEqualTo(2);
		assertThat(broken.getStatistics().getMisses()).isEqualTo(2);
	}

	@Test
	void loadsOnceWithoutServer() throws Exception {
		FlavorCache broken = withoutServer();
		AtomicInteger loads = new AtomicInteger();

		assertThat(broken.get(1, () -> load(loads))).isEqualTo(TEA);
		assertThat(await(broken.retrieve(1, () -> CompletableFuture.completedFuture(load(loads))))).isEqualTo(TEA);
		assertThat(loads).hasValue(2);
	}

	@Test
	void writesNothingWithoutServer() {
		FlavorCache broken = withoutServer();

		broken.put(1, TEA);
		broken.evict(1);
		broken.clear();

		assertThat(broken.putIfAbsent(1, TEA)).isNull();
		assertThat(broken.evictIfPresent(1)).isFalse();
		assertThat(broken.invalidate()).isFalse();
		assertThat(broken.getStatistics().getPuts()).isZero();
	}

	@Test
	void logsOnceThatThereIsNoServer(CapturedOutput output) {
		FlavorCache broken = withoutServer();

		for (int key = 0; key < 5; key++) {
			broken.get(key);
			broken.evict(key);
		}

		assertThat(output.getAll().lines()).filteredOn((line) -> line.contains("A cache does without its server"))
			.hasSize(1);
	}

	private static FlavorCache withoutServer() {
		return new FlavorCache("products", FlavorCacheWriters.of(server.unreachable(), true, 10_000), configuration());
	}

	@Test
	void logsEachReasonOnce(CapturedOutput output) {
		for (int key = 0; key < 5; key++) {
			unreadable("products::" + key);
			this.cache.get(key);
		}
		this.redis.opsForValue().set("products::x", "{");
		this.cache.get("x");

		assertThat(StringUtils.countOccurrencesOf(output.toString(),
				"An entry of cache 'products' cannot be read, so it is removed and counts as a miss: "))
			.isEqualTo(2);
		assertThat(output).contains("Could not resolve type id 'java.io.File'");
	}

	@Test
	void startsCountingAnew() {
		unreadable("products::1");
		this.cache.get(1);

		this.cache.clearStatistics();

		assertThat(this.cache.getStatistics().getMisses()).isZero();
		assertThat(this.cache.getStatistics().getHits()).isZero();
		assertThat(this.cache.getStatistics().getCacheName()).isEqualTo("products");
	}

	@Test
	void countsNothingWithoutStatistics() {
		FlavorCache quiet = new FlavorCache("products",
				FlavorCacheWriters.of(server.connectionFactory(), false, 10_000), configuration());
		unreadable("products::1");

		assertThat(quiet.get(1)).isNull();
		assertThat(quiet.getStatistics().getMisses()).isZero();
	}

	@Test
	void writesAtOnce() {
		for (int key = 0; key < 50; key++) {
			this.cache.put(key, key);
			assertThat(this.redis.opsForValue().get("products::" + key)).isEqualTo(String.valueOf(key));
			this.cache.evict(key);
			assertThat(this.redis.hasKey("products::" + key)).isFalse();
		}
		this.cache.put(1, TEA);
		this.cache.clear();
		assertThat(this.redis.keys("*")).isEmpty();
	}

	@Test
	void extendsTimeToIdleByReading() {
		FlavorCache idle = cache("products", configuration().entryTtl(Duration.ofMinutes(10)).enableTimeToIdle());
		idle.put(1, TEA);
		this.redis.expire("products::1", Duration.ofMinutes(1));

		idle.get(1);

		assertThat(this.redis.getExpire("products::1", TimeUnit.SECONDS)).isBetween(590L, 600L);
	}

	@Test
	void keepsTimeToLiveWhenReading() {
		FlavorCache living = cache("products", configuration().entryTtl(Duration.ofMinutes(10)));
		living.put(1, TEA);
		this.redis.expire("products::1", Duration.ofMinutes(1));

		living.get(1);

		assertThat(this.redis.getExpire("products::1", TimeUnit.SECONDS)).isLessThanOrEqualTo(60L);
	}

	@Test
	void writesJitteredTimeToLive() {
		FlavorCache jittered = cache("products", configuration()
			.entryTtl(new JitteredTimeToLive(Duration.ofMinutes(10), Duration.ofMinutes(5), (bound) -> bound - 1)));

		jittered.put(1, TEA);

		assertThat(this.redis.getExpire("products::1", TimeUnit.SECONDS)).isBetween(290L, 300L);
	}

	private FlavorCache cache(String name, RedisCacheConfiguration configuration) {
		RedisCacheWriter writer = FlavorCacheWriters.of(server.connectionFactory(), true, 10_000);
		return new FlavorCache(name, writer, configuration);
	}

	private static RedisCacheConfiguration configuration() {
		return RedisCacheConfiguration.defaultCacheConfig()
			.serializeValuesWith(SerializationPair.fromSerializer(new TypedJsonRedisSerializer(
					new AllowedTypes(List.of(FlavorCacheTests.class.getPackageName())), null)));
	}

	private void unreadable(String key) {
		this.redis.opsForValue().set(key, UNREADABLE);
	}

	private void assertRemovedAndCountedAsMiss() {
		assertThat(this.redis.hasKey("products::1")).isFalse();
		assertThat(this.cache.getStatistics().getHits()).isZero();
		assertThat(this.cache.getStatistics().getMisses()).isOne();
	}

	private static Product load(AtomicInteger loads) {
		loads.incrementAndGet();
		return TEA;
	}

	private static <T> @Nullable T await(CompletableFuture<T> future)
			throws InterruptedException, ExecutionException, TimeoutException {
		return future.get(10, TimeUnit.SECONDS);
	}

	record Product(String name, Long price) {

	}

}
