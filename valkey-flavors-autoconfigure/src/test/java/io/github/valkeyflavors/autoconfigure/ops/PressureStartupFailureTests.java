package io.github.valkeyflavors.autoconfigure.ops;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.diagnostics.StartupFailure;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a user reads when the properties of memory pressure are wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class PressureStartupFailureTests {

	@ParameterizedTest
	@CsvSource({ "queue", "locks", "sessions", "api_cache", "5", "''" })
	void databaseThatMustNotBeFlushed(String database, CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.pressure.flush-databases=api-cache," + database);

		assertThat(failure.description())
			.startsWith("Invalid value 'api-cache,%s' for configuration property 'valkey.pressure.flush-databases' "
				.formatted(database))
			.contains("(originating from '\"valkey.pressure.flush-databases\" from property source")
			.endsWith(
					("'%s' must not be flushed. What may be lost lives in a logical database of a flavor that evicts: "
							+ "one of [geocoder, cable, cache, api-cache, rate-limits].")
						.formatted(database));
	}

	@Test
	void databaseThatNoLongerEvicts(CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.pressure.flush-databases=api-cache",
				"valkey.databases.api-cache.flavor=sessions");

		assertThat(failure.description()).endsWith("one of [geocoder, cable, cache, rate-limits].");
	}

	@Test
	void databaseOfFlavorOfOnesOwnThatDoesNotEvict(CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.pressure.flush-databases=search",
				"valkey.flavors.search.evicting=false", "valkey.databases.search.flavor=search",
				"valkey.databases.search.index=8");

		assertThat(failure.description()).startsWith("Invalid value 'search'");
	}

	@ParameterizedTest
	@CsvSource({ "elevated, 0", "elevated, 101", "elevated, -80", "high, 0", "high, 101", "critical, 101" })
	void thresholdThatIsNoPercentage(String name, String value, CapturedOutput output) {
		assertFailure(output, name, value, "Write a whole percentage of maxmemory, 1 to 100.");
	}

	@ParameterizedTest
	@CsvSource({ "elevated, 0.8", "high, 90%", "critical, much" })
	void thresholdThatIsNoWholeNumber(String name, String value, CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.pressure.%s=%s".formatted(name, value));

		assertThat(failure.description()).contains("Property: valkey.pressure." + name)
			.contains("Value: \"" + value + "\"");
	}

	@ParameterizedTest
	@CsvSource({ "high, 80, elevated, 80", "high, 10, elevated, 80", "critical, 90, high, 90" })
	void thresholdsThatDoNotRise(String name, String value, String lower, String lowerValue, CapturedOutput output) {
		assertFailure(output, name, value,
				"Write more than 'valkey.pressure.%s', which is %s: levels must rise.".formatted(lower, lowerValue));
	}

	@ParameterizedTest
	@CsvSource({ "-1", "80" })
	void hysteresisThatIsTooLarge(String value, CapturedOutput output) {
		assertFailure(output, "hysteresis", value,
				"Write 0 or more percentage points, and less than 'valkey.pressure.elevated', which is 80.");
	}

	@ParameterizedTest
	@CsvSource({ "0", "1", "-0.5", "50", "NaN" })
	void factorThatDoesNotShorten(String value, CapturedOutput output) {
		assertFailure(output, "shorten-ttl.factor", value,
				"Write a number between 0 and 1: 0.5 leaves half of each time to live.");
	}

	@ParameterizedTest
	@CsvSource({ "0", "-1s", "999ms" })
	void intervalThatIsTooShort(String value, CapturedOutput output) {
		assertFailure(output, "flush-interval", value, "Write 1s or more.");
	}

	private static void assertFailure(CapturedOutput output, String name, String value, String reason) {
		StartupFailure failure = start(output, "valkey.pressure.%s=%s".formatted(name, value));

		assertThat(failure.description())
			.startsWith("Invalid value '%s' for configuration property 'valkey.pressure.%s'".formatted(value, name))
			.endsWith(reason);
	}

	private static StartupFailure start(CapturedOutput output, String... properties) {
		return StartupFailure.of(Application.class, output, Map.of(), properties);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
			ServerWatchAutoConfiguration.class, MemoryPressureAutoConfiguration.class })
	static class Application {

	}

}
