package io.github.valkeyflavors.autoconfigure.cache;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheConfigurations}: properties in, configurations of caches out.
 */
class CacheConfigurationsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				FlavorCacheAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(CachingConfiguration.class);

	@Test
	void keepsEntriesByDefault() {
		Settings products = settings("products");

		assertThat(products.timeToLive()).isZero();
		assertThat(products.idle()).isFalse();
		assertThat(products.prefix()).isEqualTo("products::");
		assertThat(products.nullValues()).isTrue();
	}

	@Test
	void appliesDefaultsToEveryCache() {
		String[] properties = { "valkey.cache.time-to-live=10m", "valkey.cache.key-prefix=shop:",
				"valkey.cache.cache-null-values=false", "valkey.cache.caches.rates.database=api-cache" };

		for (String name : new String[] { "rates", "products" }) {
			assertThat(settings(name, properties))
				.isEqualTo(new Settings(Duration.ofMinutes(10), false, "shop:" + name + "::", false));
		}
	}

	@Test
	void prefersSettingsOfTheCache() {
		assertThat(settings("rates", "valkey.cache.time-to-live=10m", "valkey.cache.key-prefix=shop:",
				"valkey.cache.cache-null-values=false", "valkey.cache.caches.rates.time-to-live=5m",
				"valkey.cache.caches.rates.key-prefix=r:", "valkey.cache.caches.rates.cache-null-values=true"))
			.isEqualTo(new Settings(Duration.ofMinutes(5), false, "r:", true));
	}

	@Test
	void forgetsNullValuesOfOneCache() {
		String[] properties = { "valkey.cache.caches.rates.cache-null-values=false" };

		assertThat(settings("rates", properties).nullValues()).isFalse();
		assertThat(settings("products", properties).nullValues()).isTrue();
	}

	@Test
	void cachesNullValuesOfOneCacheOverEveryDefault() {
		for (String property : new String[] { "valkey.cache.cache-null-values=false",
				"spring.cache.redis.cache-null-values=false" }) {
			String[] properties = { property, "valkey.cache.caches.rates.cache-null-values=true",
					"valkey.cache.caches.rates.time-to-live=5m" };
			assertThat(settings("rates", properties))
				.isEqualTo(new Settings(Duration.ofMinutes(5), false, "rates::", true));
			assertThat(settings("products", properties).nullValues()).isFalse();
		}
	}

	@Test
	void extendsTimeToIdle() {
		assertThat(settings("rates", "valkey.cache.caches.rates.time-to-idle=30m"))
			.isEqualTo(new Settings(Duration.ofMinutes(30), true, "rates::", true));
		assertThat(settings("products", "valkey.cache.time-to-idle=30m"))
			.isEqualTo(new Settings(Duration.ofMinutes(30), true, "products::", true));
	}

	@Test
	void replacesTimeToIdleOfDefaultByTimeToLive() {
		assertThat(settings("rates", "valkey.cache.time-to-idle=30m", "valkey.cache.caches.rates.time-to-live=5m"))
			.isEqualTo(new Settings(Duration.ofMinutes(5), false, "rates::", true));
	}

	@Test
	void replacesTimeToLiveOfDefaultByTimeToIdle() {
		assertThat(settings("rates", "valkey.cache.time-to-live=5m", "valkey.cache.jitter=1m",
				"valkey.cache.caches.rates.time-to-idle=30m"))
			.isEqualTo(new Settings(Duration.ofMinutes(30), true, "rates::", true));
	}

	@Test
	void shortensTimeToLiveByJitterOfTheCache() {
		assertJittered("rates", Duration.ofMinutes(5), Duration.ofMinutes(1),
				"valkey.cache.caches.rates.time-to-live=5m", "valkey.cache.caches.rates.jitter=1m");
	}

	@Test
	void shortensInheritedTimeToLiveByJitterOfTheCache() {
		assertJittered("rates", Duration.ofMinutes(5), Duration.ofMinutes(1), "valkey.cache.time-to-live=5m",
				"valkey.cache.caches.rates.jitter=1m");
	}

	@Test
	void shortensTimeToLiveOfTheCacheByInheritedJitter() {
		assertJittered("rates", Duration.ofMinutes(9), Duration.ofMinutes(1), "valkey.cache.time-to-live=5m",
				"valkey.cache.jitter=1m", "valkey.cache.caches.rates.time-to-live=9m");
	}

	@Test
	void shortensTimeToLiveOfBootByJitter() {
		assertJittered("products", Duration.ofMinutes(5), Duration.ofMinutes(1), "spring.cache.redis.time-to-live=5m",
				"valkey.cache.jitter=1m");
	}

	@Test
	void takesJitterOfZeroAsNone() {
		String[] properties = { "valkey.cache.time-to-live=5m", "valkey.cache.jitter=1m",
				"valkey.cache.caches.rates.jitter=0" };

		Stream.generate(() -> settings("rates", properties))
			.limit(3)
			.forEach((rates) -> assertThat(rates.timeToLive()).isEqualTo(Duration.ofMinutes(5)));
	}

	@Test
	void honoursPropertiesOfBoot() {
		assertThat(settings("products", "spring.cache.redis.time-to-live=3m", "spring.cache.redis.key-prefix=boot:",
				"spring.cache.redis.cache-null-values=false"))
			.isEqualTo(new Settings(Duration.ofMinutes(3), false, "boot:products::", false));
	}

	@Test
	void prefersOwnPropertiesToThoseOfBoot() {
		assertThat(settings("products", "spring.cache.redis.time-to-live=3m", "spring.cache.redis.key-prefix=boot:",
				"spring.cache.redis.cache-null-values=false", "valkey.cache.time-to-live=4m",
				"valkey.cache.key-prefix=shop:", "valkey.cache.cache-null-values=true"))
			.isEqualTo(new Settings(Duration.ofMinutes(4), false, "shop:products::", true));
	}

	@Test
	void replacesTimeToLiveOfBootByTimeToIdle() {
		assertThat(settings("products", "spring.cache.redis.time-to-live=3m", "valkey.cache.time-to-idle=30m"))
			.isEqualTo(new Settings(Duration.ofMinutes(30), true, "products::", true));
	}

	@Test
	void usesNoPrefixWhereBootSaysSo() {
		String[] properties = { "spring.cache.redis.use-key-prefix=false", "valkey.cache.caches.rates.time-to-live=5m",
				"valkey.cache.caches.rates.cache-null-values=true", "valkey.cache.caches.geo.key-prefix=geo:" };

		assertThat(settings("products", properties).prefix()).isNull();
		assertThat(settings("rates", properties).prefix()).isNull();
		assertThat(settings("geo", properties).prefix()).isEqualTo("geo:");
	}

	@Test
	void readsNamesOfCachesAsTheyAreWritten() {
		assertThat(settings("productById", "valkey.cache.caches.productById.time-to-live=5m").timeToLive())
			.isEqualTo(Duration.ofMinutes(5));
		assertThat(settings("shop.products", "valkey.cache.caches[shop.products].time-to-live=5m").timeToLive())
			.isEqualTo(Duration.ofMinutes(5));
	}

	private void assertJittered(String name, Duration timeToLive, Duration jitter, String... properties) {
		run(name, (configuration) -> assertThat(
				Stream.generate(() -> configuration.getTtlFunction().getTimeToLive("key", null)).limit(200).distinct())
			.hasSizeGreaterThan(10)
			.allSatisfy((each) -> assertThat(each).isBetween(timeToLive.minus(jitter), timeToLive)), properties);
	}

	private Settings settings(String name, String... properties) {
		Settings[] settings = new Settings[1];
		run(name,
				(configuration) -> settings[0] = new Settings(configuration.getTtlFunction().getTimeToLive("key", null),
						configuration.isTimeToIdleEnabled(),
						configuration.usePrefix() ? configuration.getKeyPrefixFor(name) : null,
						configuration.getAllowCacheNullValues()),
				properties);
		return settings[0];
	}

	private void run(String name, Consumer<RedisCacheConfiguration> consumer, String... properties) {
		this.contextRunner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(CacheManager.class).getCache(name)).isInstanceOfSatisfying(RedisCache.class,
					(cache) -> consumer.accept(cache.getCacheConfiguration()));
		});
	}

	record Settings(Duration timeToLive, boolean idle, @Nullable String prefix, boolean nullValues) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class CachingConfiguration {

	}

}
