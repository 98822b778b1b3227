package io.github.valkeyflavors.autoconfigure.cache;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.diagnostics.StartupFailure;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a user reads when the caches are wrong: Boot's own analysis of an
 * invalid value, with a reason that says what to write instead.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheStartupFailureTests {

	@ParameterizedTest
	@CsvSource({ "valkey.cache.database, sessions", "valkey.cache.caches.rates.database, queue",
			"valkey.cache.caches.rates.database, rats", "valkey.cache.caches[shop.rates].database, queue" })
	void databaseThatDoesNotEvict(String property, String database, CapturedOutput output) {
		assertFailure(output, property, database, "A cache lives in a logical database of a flavor that evicts: one of "
				+ "[geocoder, cable, cache, api-cache, rate-limits].", property + "=" + database);
	}

	@Test
	void noRoomForMissedRemovals(CapturedOutput output) {
		assertFailure(output, "valkey.cache.max-missed-removals", "0", "At least one removal must be remembered.",
				"valkey.cache.max-missed-removals=0");
	}

	@Test
	void databaseOfCacheInCamelCase(CapturedOutput output) {
		assertThat(start(output, "valkey.cache.caches.rateByCode.database=locks").description())
			.startsWith("Invalid value 'locks' for configuration property 'valkey.cache.caches.ratebycode.database' "
					+ "(originating from '\"valkey.cache.caches.rateByCode.database\" from property source "
					+ "\"commandLineArgs\"').");
	}

	@Test
	void defaultDatabaseThatNoLongerEvicts(CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.databases.cache.flavor=queue", "valkey.databases.cache.index=8");

		assertThat(failure.description()).isEqualToNormalizingNewlines("""
				Invalid value 'cache' for configuration property 'valkey.cache.database'. \
				Validation failed for the following reason:

				A cache lives in a logical database of a flavor that evicts: one of [geocoder, cable, api-cache, \
				rate-limits].""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey.cache", "valkey.cache.caches.rates" })
	void timeToLiveAndTimeToIdleTogether(String prefix, CapturedOutput output) {
		assertFailure(output, prefix + ".time-to-idle", "10m",
				"An entry has a time to idle or a time to live, and '" + prefix
						+ ".time-to-live' is set too: remove one of them.",
				prefix + ".timeToLive=5m", prefix + ".time-to-idle=10m");
	}

	@Test
	void timeToLiveAndTimeToIdleTogetherInVariables(CapturedOutput output) {
		StartupFailure failure = StartupFailure.of(Application.class, output,
				Map.of("VALKEY_CACHE_CACHES_RATES_TIMETOLIVE", "5m", "VALKEY_CACHE_CACHES_RATES_TIMETOIDLE", "10m"));

		assertThat(failure.description())
			.startsWith("Invalid value '10m' for configuration property 'valkey.cache.caches.rates.time-to-idle' "
					+ "(originating from 'System Environment Property \"VALKEY_CACHE_CACHES_RATES_TIMETOIDLE\"').");
	}

	@Test
	void jitterThatIsNotShorterThanTheTimeToLive(CapturedOutput output) {
		assertFailure(output, "valkey.cache.jitter", "5m",
				"It must be shorter than the time to live, which is PT5M: set 'valkey.cache.jitter' to less.",
				"valkey.cache.time-to-live=5m", "valkey.cache.jitter=5m");
	}

	@Test
	void inheritedJitterThatIsNotShorterThanTheTimeToLiveOfTheCache(CapturedOutput output) {
		assertFailure(output, "valkey.cache.jitter", "2m",
				"It must be shorter than the time to live, which is PT1M: set 'valkey.cache.caches.rates.jitter' to less.",
				"valkey.cache.time-to-live=5m", "valkey.cache.jitter=2m", "valkey.cache.caches.rates.time-to-live=1m");
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey.cache", "valkey.cache.caches.rates" })
	void jitterWithoutTimeToLive(String prefix, CapturedOutput output) {
		assertFailure(output, prefix + ".jitter", "5m",
				"It shortens a time to live, and there is none: set '" + prefix + ".time-to-live' too.",
				prefix + ".jitter=5m");
	}

	@Test
	void jitterWithTimeToIdle(CapturedOutput output) {
		assertFailure(output, "valkey.cache.caches.rates.jitter", "1m",
				"It shortens a time to live, and this cache has a time to idle: remove one of them.",
				"valkey.cache.caches.rates.jitter=1m", "valkey.cache.caches.rates.time-to-idle=5m");
	}

	@Test
	void negativeJitter(CapturedOutput output) {
		assertFailure(output, "valkey.cache.jitter", "-1m", "It must not be negative.", "valkey.cache.time-to-live=5m",
				"valkey.cache.jitter=-1m");
	}

	@ParameterizedTest
	@CsvSource({ "valkey.cache.time-to-live, -5m", "valkey.cache.time-to-live, 0", "valkey.cache.time-to-idle, 0s",
			"valkey.cache.caches.rates.time-to-live, -1", "valkey.cache.caches.rates.time-to-idle, 0" })
	void timeThatIsNotPositive(String property, String time, CapturedOutput output) {
		assertFailure(output, property, time,
				"It must be longer than zero; remove the property for entries that do not expire.",
				property + "=" + time);
	}

	@Test
	void blankAllowedType(CapturedOutput output) {
		assertFailure(output, "valkey.cache.allowed-types", "com.example,,",
				"'' is not the name of a package or class: list packages such as com.example.shop, without wildcards.",
				"valkey.cache.allowed-types=com.example,,");
	}

	@Test
	void allowedTypeWithWildcard(CapturedOutput output) {
		assertFailure(output, "valkey.cache.allowed-types", "com.example.*",
				"'com.example.*' is not the name of a package or class: list packages such as com.example.shop, "
						+ "without wildcards.",
				"valkey.cache.allowed-types=com.example.*");
	}

	@ParameterizedTest
	@CsvSource({ "shop, shop-items", "shop, shop", "shop-items, shop" })
	void keyPrefixThatStartsAnother(String one, String two, CapturedOutput output) {
		assertFailure(output, "valkey.cache.caches.a.key-prefix", one,
				"Cache 'b' of the same database has keys that start with '" + two
						+ "', so that clearing one cache would clear the other: use prefixes of which none starts with "
						+ "another, such as 'a:'.",
				"valkey.cache.caches.a.key-prefix=" + one, "valkey.cache.caches.b.key-prefix=" + two);
	}

	@Test
	void keyPrefixThatStartsTheNameOfAnotherCache(CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.cache.caches.a.key-prefix=pro",
				"spring.cache.cache-names=products");

		assertThat(failure.description())
			.contains("Cache 'products' of the same database has keys that start with 'products::'");
	}

	@Test
	void formatThatDoesNotExist(CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.cache.serialization=xml");

		assertThat(failure.description()).contains("Value: \"xml\"").contains("Property: valkey.cache.serialization");
		assertThat(failure.action()).contains("JSON").contains("JDK");
	}

	private static void assertFailure(CapturedOutput output, String property, String value, String reason,
			String... properties) {
		StartupFailure failure = start(output, properties);

		assertThat(failure.description()).isEqualToNormalizingNewlines("""
				Invalid value '%s' for configuration property '%s' (originating from '"%s" from property source \
				"commandLineArgs"'). Validation failed for the following reason:

				%s""".formatted(value, property, property, reason));
		assertThat(failure.action()).isEqualTo("Review the value of the property with the provided reason.");
	}

	private static StartupFailure start(CapturedOutput output, String... properties) {
		return StartupFailure.of(Application.class, output, Map.of(), properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration({ ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
			FlavorCacheAutoConfiguration.class, CacheAutoConfiguration.class })
	static class Application {

	}

}
