package io.github.valkeyflavors.autoconfigure.diagnostics;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.devserver.DevelopmentServersAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a user reads when the topology is wrong: the property or variable, its
 * value without passwords, where it was set, and what to write instead.
 */
@ExtendWith(OutputCaptureExtension.class)
class TopologyStartupFailureTests {

	private static final String DATABASES = "[sessions, geocoder, cable, queue, cache, api-cache, locks, rate-limits]";

	private static final String URL_FORM = "Write it as redis://[user:password@]host[:port], rediss:// for TLS, or unix:///path/to/socket.";

	@Test
	void unknownFlavorOfDatabase(CapturedOutput output) {
		assertFailure(output, "valkey.databases.geocoder.flavor=cash",
				"'valkey.databases.geocoder.flavor' is set to 'cash' (%s): there is no such flavor",
				"Use one of [cache, queue, sessions], or declare the flavor by setting "
						+ "'valkey.flavors.cash.evicting' to true or false.");
	}

	@Test
	void twoNamesOnOneIndexOfOneFlavor(CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.databases.one.index=9", "valkey.databases.one.flavor=cache",
				"valkey.databases.two.index=9", "valkey.databases.two.flavor=cache");

		assertThat(failure.description()).isEqualTo("Logical databases 'one' and 'two' of flavor 'cache' both have "
				+ "index 9: 'valkey.databases.one.index' (%s) and 'valkey.databases.two.index' (%s)"
					.formatted(origin("valkey.databases.one.index"), origin("valkey.databases.two.index")));
		assertThat(failure.action())
			.isEqualTo("Set 'valkey.databases.two.index' to an index that no other database of the flavor has.");
	}

	@Test
	void oneNameOnTheIndexOfDefault(CapturedOutput output) {
		assertFailure(output, "valkey.databases.api-cache.index=4",
				"Logical databases 'api-cache' and 'cache' of flavor 'cache' both have index 4: "
						+ "'valkey.databases.api-cache.index' (%s)",
				"Set 'valkey.databases.api-cache.index' to an index that no other database of the flavor has.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "16", "-1", "four", "1.5" })
	void indexOutsideOfRange(String index, CapturedOutput output) {
		assertFailure(output, "valkey.databases.cache.index=" + index,
				"'valkey.databases.cache.index' is set to '" + index + "' (%s): this is not a database index",
				"Set 'valkey.databases.cache.index' to a number from 0 to 15.");
	}

	@Test
	void indexInVariable(CapturedOutput output) {
		assertFailureOfVariable(output, "VALKEY_DATABASES_CACHE_INDEX", "99",
				"'valkey.databases.cache.index' is set to '99' (%s): this is not a database index",
				"Set 'valkey.databases.cache.index' to a number from 0 to 15.");
	}

	@ParameterizedTest
	@CsvSource({ "valkey.port, 0", "valkey.port, 65536", "valkey.port, -1", "valkey.port, abc",
			"valkey.flavors.cache.port, 99999", "valkey.flavors.cache.port, 63x79" })
	void portThatIsNone(String property, String port, CapturedOutput output) {
		assertFailure(output, property + "=" + port,
				"'" + property + "' is set to '" + port + "' (%s): this is not a port",
				"Set '" + property + "' to a number from 1 to 65535.");
	}

	@ParameterizedTest
	@CsvSource({ "REDIS_PORT, abc", "REDIS_CACHE_PORT, 70000", "VALKEY_SESSIONS_PORT, 0" })
	void portInVariableThatIsNone(String variable, String port, CapturedOutput output) {
		assertFailureOfVariable(output, variable, port,
				"'" + variable + "' is set to '" + port + "' (%s): this is not a port",
				"Set '" + variable + "' to a number from 1 to 65535.");
	}

	@ParameterizedTest
	@CsvSource({ "window, 0", "minimum-commands, 0", "minimum-commands, 21", "failure-rate, 0", "slow-rate, 101",
			"slow-after, 0ms", "probe-interval, 0ms" })
	void breakerThatCannotWork(String property, String value, CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.breaker." + property + "=" + value);

		assertThat(failure.description() + failure.action()).contains("valkey.breaker." + property)
			.contains("It must be ");
	}

	@Test
	void portThatIsNoneWithDevelopmentServers(CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.dev-server.enabled=true", "valkey.port=abc");

		assertThat(failure.description()).startsWith("'valkey.port' is set to 'abc'");
	}

	@Test
	void hostWithScheme(CapturedOutput output) {
		assertFailure(output, "valkey.flavors.cache.host=redis://one",
				"'valkey.flavors.cache.host' is set to 'redis://one' (%s): a host has no scheme",
				"Set a plain host name here, or set 'valkey.flavors.cache.url' to the URL instead.");
	}

	@Test
	void hostInVariableWithScheme(CapturedOutput output) {
		assertFailureOfVariable(output, "REDIS_CACHE_HOST", "redis://user:secret@one:6379",
				"'REDIS_CACHE_HOST' is set to 'redis://***@one:6379' (%s): a host has no scheme",
				"Set a plain host name here, or set 'REDIS_CACHE_URL' to the URL instead.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey", "valkey.flavors.cache" })
	void urlAndHostTogether(String prefix, CapturedOutput output) {
		StartupFailure failure = start(output, prefix + ".url=redis://:secret@one", prefix + ".host=two");

		assertThat(failure.description())
			.isEqualTo("'%s.url' (%s) and '%s.host' (%s) are both set, and both say where the server is"
				.formatted(prefix, origin(prefix + ".url"), prefix, origin(prefix + ".host")));
		assertThat(failure.action()).isEqualTo("Set either the URL or host and port, and remove the other.");
	}

	static Stream<String[]> unparsableUrls() {
		return Stream.of(new String[] { "one", "one", "a URL starts with redis://, rediss:// or unix://" },
				new String[] { "http://user:secret@one", "http://***@one",
						"a URL starts with redis://, rediss:// or unix://" },
				new String[] { "redis://:secret@", "redis://***@", "the URL names no host" },
				new String[] { "redis://:secret@one:port", "redis://***@***",
						"after the last colon stands no port, 1 to 65535" },
				new String[] { "redis://user:sec%ret@one", "redis://***@one",
						"a '%' in a user name or password is written %25" },
				new String[] { "redis://:secret@fe80::1", "redis://***@***",
						"an IPv6 address in a URL is written in brackets" });
	}

	@ParameterizedTest
	@MethodSource("unparsableUrls")
	void unparsableUrl(String url, String shown, String problem, CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.url=" + url);

		assertThat(failure.description())
			.isEqualTo("'valkey.url' is set to '" + shown + "' (" + origin("valkey.url") + "): " + problem);
		assertThat(failure.action()).isEqualTo(URL_FORM);
		assertThat(output).doesNotContain("secret").doesNotContain("sec%ret");
	}

	@Test
	void unparsableUrlInVariable(CapturedOutput output) {
		assertFailureOfVariable(output, "REDIS_SIDEKIQ_URL", "one",
				"'REDIS_SIDEKIQ_URL' is set to 'one' (%s): a URL starts with redis://, rediss:// or unix://", URL_FORM);
	}

	@Test
	void urlWithDatabase(CapturedOutput output) {
		assertFailure(output, "valkey.url=redis://:secret@one/3",
				"'valkey.url' is set to 'redis://***@one/3' (%s): the database '3' in a URL is not used, because the "
						+ "index belongs to the logical database",
				"Remove '/3' from the URL and set 'valkey.databases.<name>.index' instead.");
	}

	@Test
	void urlInVariableWithDatabase(CapturedOutput output) {
		assertFailureOfVariable(output, "REDIS_CACHE_URL", "rediss://:secret@one/4",
				"'REDIS_CACHE_URL' is set to 'rediss://***@one/4' (%s): the database '4' in a URL is not used, because "
						+ "the index belongs to the logical database",
				"Remove '/4' from the URL and set 'valkey.databases.<name>.index' instead.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void emptyFlavorNameOfDatabase(String name, CapturedOutput output) {
		assertFailure(output, "valkey.databases.geocoder.flavor=" + name,
				"'valkey.databases.geocoder.flavor' is set to '" + name + "' (%s): the flavor name is empty",
				"Set 'valkey.databases.geocoder.flavor' to one of [cache, queue, sessions].");
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey.flavors.host", "valkey.flavors..host", "valkey.flavors[].host" })
	void emptyFlavorName(String property, CapturedOutput output) {
		StartupFailure failure = start(output, property + "=one");

		assertThat(failure.description()).isEqualTo(
				"'valkey.flavors.host' is set (" + origin(property) + "): the name of the flavor is empty or missing");
		assertThat(failure.action())
			.isEqualTo("Set 'valkey.flavors.<flavor>.host', for example 'valkey.flavors.cache.host'.");
	}

	@Test
	void passwordOfEmptyFlavorName(CapturedOutput output) {
		assertFailure(output, "valkey.flavors.password=secret",
				"'valkey.flavors.password' is set (%s): the name of the flavor is empty or missing",
				"Set 'valkey.flavors.<flavor>.password', for example 'valkey.flavors.cache.password'.");
		assertThat(output).doesNotContain("secret");
	}

	@Test
	void valueInPlaceOfFlavor(CapturedOutput output) {
		assertFailure(output, "valkey.flavors.cache=one",
				"'valkey.flavors.cache' is set (%s): a flavor is a block of properties, not a value",
				"Set 'valkey.flavors.cache.host' or another property of the flavor.");
	}

	@Test
	void flavorNameThatIsNone(CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.flavors.Locks.host=one");

		assertThat(failure.description())
			.isEqualTo("'valkey.flavors.Locks' names a flavor 'Locks', which is not a flavor name");
		assertThat(failure.action()).isEqualTo("Use lower-case letters, digits and dashes, starting with a letter.");
	}

	@Test
	void primaryDatabaseThatDoesNotExist(CapturedOutput output) {
		assertFailure(output, "valkey.primary-database=sesions",
				"'valkey.primary-database' is set to 'sesions' (%s): there is no such logical database",
				"Set 'valkey.primary-database' to one of " + DATABASES + ".");
	}

	@Test
	void primaryIndexThatDoesNotExist(CapturedOutput output) {
		assertFailure(output, "spring.data.redis.database=9",
				"'spring.data.redis.database' is set to '9' (%s): no logical database has index 9",
				"Set 'valkey.primary-database' to the logical database that unqualified beans use: one of " + DATABASES
						+ ".");
	}

	@Test
	void flavorWithoutDatabase(CapturedOutput output) {
		assertFailure(output, "valkey.flavors.locks.host=one",
				"Flavor 'locks' is declared by 'valkey.flavors.locks.host' (%s) but has no logical database",
				"Set 'valkey.databases.<name>.flavor=locks' and an index, or remove the flavor.");
	}

	@Test
	void flavorWithoutDatabaseThatOnlySaysWhetherItEvicts(CapturedOutput output) {
		assertThat(start(output, "valkey.flavors.locks.evicting=false").description())
			.isEqualTo("Flavor 'locks' is declared by 'valkey.flavors.locks' but has no logical database");
	}

	@Test
	void databaseWithoutFlavor(CapturedOutput output) {
		StartupFailure failure = start(output, "valkey.databases.search.index=9");

		assertThat(failure.description())
			.isEqualTo("'valkey.databases.search' is a new logical database without a flavor");
		assertThat(failure.action())
			.isEqualTo("Set 'valkey.databases.search.flavor' to one of [cache, queue, sessions].");
	}

	private static void assertFailure(CapturedOutput output, String property, String description, String action) {
		StartupFailure failure = start(output, property);

		String name = property.substring(0, property.indexOf('='));
		assertThat(failure.description()).isEqualTo(description.formatted(origin(name)));
		assertThat(failure.action()).isEqualTo(action);
	}

	private static void assertFailureOfVariable(CapturedOutput output, String variable, String value,
			String description, String action) {
		StartupFailure failure = StartupFailure.of(Application.class, output, Map.of(variable, value));

		assertThat(failure.description())
			.isEqualTo(description.formatted("System Environment Property \"" + variable + "\""));
		assertThat(failure.action()).isEqualTo(action);
		assertThat(output).doesNotContain("secret");
	}

	private static StartupFailure start(CapturedOutput output, String... properties) {
		return StartupFailure.of(Application.class, output, Map.of(), properties);
	}

	private static String origin(String property) {
		return "\"%s\" from property source \"commandLineArgs\"".formatted(property);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DevelopmentServersAutoConfiguration.class, ValkeyFlavorsAutoConfiguration.class,
			DataRedisAutoConfiguration.class })
	static class Application {

	}

}
