package io.github.valkeyflavors.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.valkeyflavors.topology.DeclaredTopology.DeclaredDatabase;
import io.github.valkeyflavors.topology.DeclaredTopology.DeclaredFlavor;
import io.github.valkeyflavors.topology.DeclaredTopology.Value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TopologyResolver}.
 */
class TopologyResolverTests {

	private final Map<String, DeclaredFlavor> flavors = new LinkedHashMap<>();

	private final List<DeclaredEndpoint> fallback = new ArrayList<>();

	private final Map<String, DeclaredDatabase> databases = new LinkedHashMap<>();

	private @Nullable Value primaryDatabase;

	private @Nullable Value primaryIndex;

	@Test
	void resolvesToLocalhostWhenNothingIsDeclared() {
		ResolvedFlavor cache = resolve(Flavor.CACHE);

		assertThat(cache.endpoint()).hasToString("redis://localhost:6379");
		assertThat(cache.declared()).isFalse();
		assertThat(cache.origin()).isEqualTo("default");
	}

	@ParameterizedTest
	@CsvSource({ "sessions, 0, sessions", "geocoder, 1, cache", "cable, 2, cache", "queue, 3, queue", "cache, 4, cache",
			"api-cache, 5, cache", "locks, 6, queue", "rate-limits, 7, cache" })
	void hasDefaultDatabases(String name, int index, String flavor) {
		assertThat(resolve().databases().all()).contains(new LogicalDatabase(name, index, new Flavor(flavor)));
	}

	@Test
	void keepsTheCacheAlonePossiblyEvicting() {
		Topology topology = resolve();

		assertThat(topology.flavors()).filteredOn(ResolvedFlavor::evicting)
			.extracting(ResolvedFlavor::flavor)
			.containsExactly(Flavor.CACHE);
	}

	@Test
	void resolvesToFallbackWhenBlockIsAbsent() {
		this.fallback.add(host("REDIS_HOST", "one"));

		ResolvedFlavor queue = resolve(Flavor.QUEUE);

		assertThat(queue.endpoint()).hasToString("redis://one:6379");
		assertThat(queue.declared()).isFalse();
		assertThat(queue.origin()).isEqualTo("REDIS_HOST");
	}

	@Test
	void resolvesToOwnHostBeforeFallback() {
		this.fallback.add(host("REDIS_HOST", "one"));
		flavor("cache", host("REDIS_CACHE_HOST", "two"));

		ResolvedFlavor cache = resolve(Flavor.CACHE);

		assertThat(cache.endpoint()).hasToString("redis://two:6379");
		assertThat(cache.declared()).isTrue();
		assertThat(cache.origin()).isEqualTo("REDIS_CACHE_HOST");
		assertThat(resolve(Flavor.SESSIONS).endpoint()).hasToString("redis://one:6379");
	}

	@Test
	void inheritsPortFieldByField() {
		this.fallback.add(new DeclaredEndpoint(null, value("REDIS_HOST", "one"), value("REDIS_PORT", "7000"), null,
				null, null, null));
		flavor("cache", host("REDIS_CACHE_HOST", "two"));

		assertThat(resolve(Flavor.CACHE).endpoint()).hasToString("redis://two:7000");
	}

	@Test
	void inheritsHostForOwnPort() {
		this.fallback.add(url("REDIS_URL", "redis://one:7000"));
		flavor("cache", new DeclaredEndpoint(null, null, value("REDIS_CACHE_PORT", "7001"), null, null, null, null));

		assertThat(resolve(Flavor.CACHE).endpoint()).hasToString("redis://one:7001");
	}

	@Test
	void leavesPortOfAnInheritedUrlToItsHost() {
		this.fallback.add(url("REDIS_URL", "redis://one:7000"));
		flavor("cache", host("REDIS_CACHE_HOST", "two"));

		assertThat(resolve(Flavor.CACHE).endpoint()).hasToString("redis://two:6379");
	}

	@Test
	void replacesWholeAddressByUrl() {
		this.fallback.add(new DeclaredEndpoint(null, value("REDIS_HOST", "one"), value("REDIS_PORT", "7000"), null,
				null, null, null));
		flavor("cache", url("REDIS_CACHE_URL", "redis://two"));

		assertThat(resolve(Flavor.CACHE).endpoint()).hasToString("redis://two:6379");
	}

	@Test
	void inheritsCredentialsAndTlsBesideUrl() {
		this.fallback.add(new DeclaredEndpoint(null, null, null, value("u", "user"), value("p", "secret"),
				value("s", "true"), value("b", "bundle")));
		flavor("cache", url("REDIS_CACHE_URL", "redis://two"));

		assertThat(resolve(Flavor.CACHE).endpoint())
			.isEqualTo(new Endpoint(new Endpoint.Tcp("two", 6379), "user", "secret", true, "bundle"));
	}

	@Test
	void prefersOwnCredentialsAndTls() {
		this.fallback.add(url("REDIS_URL", "rediss://user:secret@one"));
		flavor("cache", new DeclaredEndpoint(url("u", "redis://:own@two").url(), null, null, null, null,
				value("s", "false"), null));

		assertThat(resolve(Flavor.CACHE).endpoint())
			.isEqualTo(new Endpoint(new Endpoint.Tcp("two", 6379), "user", "own", false, null));
	}

	@Test
	void turnsTlsOnByBundle() {
		this.fallback.add(new DeclaredEndpoint(null, value("h", "one"), null, null, null, null, value("b", "bundle")));

		assertThat(resolve(Flavor.CACHE).endpoint()).hasToString("rediss://one:6379");
	}

	@Test
	void prefersHostOfStrongerSourceToUrlOfWeaker() {
		flavor("cache", host("valkey.flavors.cache.host", "strong"), url("REDIS_CACHE_URL", "redis://weak:7000"));

		assertThat(resolve(Flavor.CACHE).endpoint()).hasToString("redis://strong:6379");
	}

	@Test
	void acceptsIpv6HostWithAndWithoutBrackets() {
		flavor("cache", host("h", "::1"));
		flavor("queue", host("h", "[::1]"));

		assertThat(resolve(Flavor.CACHE).endpoint()).hasToString("redis://[::1]:6379");
		assertThat(resolve(Flavor.QUEUE).endpoint()).isEqualTo(resolve(Flavor.CACHE).endpoint());
	}

	@Test
	void prefersProvidedEndpoint() {
		flavor("cache", host("REDIS_CACHE_HOST", "two"));
		Endpoint endpoint = new Endpoint(new Endpoint.Tcp("container", 32768), null, null, false, null);

		Topology topology = new TopologyResolver().resolve(declared(),
				List.of(new ResolvedFlavor(Flavor.CACHE, false, endpoint, true, "connection details 'x'")));

		assertThat(topology.flavor(Flavor.CACHE))
			.isEqualTo(new ResolvedFlavor(Flavor.CACHE, true, endpoint, true, "connection details 'x'"));
	}

	@Test
	void addsFlavorOfTheApplication() {
		this.flavors.put("locks", new DeclaredFlavor(List.of(host("REDIS_LOCKS_HOST", "three")), null));
		this.databases.put("locks", new DeclaredDatabase(null, value("valkey.databases.locks.flavor", "locks")));

		Topology topology = resolve();

		assertThat(topology.flavor(new Flavor("locks")).endpoint()).hasToString("redis://three:6379");
		assertThat(topology.flavor(new Flavor("locks")).evicting()).isFalse();
		assertThat(topology.databases().all()).contains(new LogicalDatabase("locks", 6, new Flavor("locks")));
	}

	@Test
	void takesPrimaryDatabaseByIndex() {
		this.primaryIndex = value("spring.data.redis.database", "4");

		assertThat(resolve().databases().primary().name()).isEqualTo("cache");
	}

	@Test
	void takesPrimaryDatabaseByNameBeforeIndex() {
		this.primaryIndex = value("spring.data.redis.database", "4");
		this.primaryDatabase = value("valkey.primary-database", "queue");

		assertThat(resolve().databases().primary().name()).isEqualTo("queue");
	}

	@Test
	void takesSessionsAsPrimaryDatabaseByDefault() {
		assertThat(resolve().databases().primary().name()).isEqualTo("sessions");
	}

	@Test
	void refusesUnknownFlavor() {
		this.databases.put("search",
				new DeclaredDatabase(value("i", "9"), value("valkey.databases.search.flavor", "serch")));

		assertFails("'valkey.databases.search.flavor' is set to 'serch' (test): there is no such flavor",
				"Use one of [cache, queue, sessions], or declare the flavor by setting 'valkey.flavors.serch.evicting' "
						+ "to true or false.");
	}

	@Test
	void refusesEmptyFlavor() {
		this.databases.put("search",
				new DeclaredDatabase(value("i", "9"), value("valkey.databases.search.flavor", "")));

		assertFails("'valkey.databases.search.flavor' is set to '' (test): the flavor name is empty",
				"Set 'valkey.databases.search.flavor' to one of [cache, queue, sessions].");
	}

	@Test
	void refusesEmptyNameOfDeclaredFlavor() {
		flavor("", host("h", "one"));

		assertFails("'valkey.flavors.' names a flavor '', which is not a flavor name",
				"Use lower-case letters, digits and dashes, starting with a letter.");
	}

	@Test
	void refusesNewDatabaseWithoutFlavor() {
		this.databases.put("search", new DeclaredDatabase(value("i", "9"), null));

		assertFails("'valkey.databases.search' is a new logical database without a flavor",
				"Set 'valkey.databases.search.flavor' to one of [cache, queue, sessions].");
	}

	@Test
	void refusesNewDatabaseWithoutIndex() {
		this.databases.put("search", new DeclaredDatabase(null, value("f", "cache")));

		assertFails("'valkey.databases.search' is a new logical database without an index",
				"Set 'valkey.databases.search.index' to a number from 0 to 15.");
	}

	@Test
	void refusesTwoNamesOnOneIndexOfOneFlavor() {
		this.databases.put("search",
				new DeclaredDatabase(value("valkey.databases.search.index", "4"), value("f", "cache")));

		assertFails(
				"Logical databases 'cache' and 'search' of flavor 'cache' both have index 4: "
						+ "'valkey.databases.search.index' (test)",
				"Set 'valkey.databases.search.index' to an index that no other database of the flavor has.");
	}

	@Test
	void refusesOneDatabaseOfOneServerForTwoFlavors() {
		this.databases.put("search", new DeclaredDatabase(value("i", "3"), value("f", "cache")));

		assertFails(
				"Logical databases 'queue' (flavor queue) and 'search' (flavor cache) are both database 3 of localhost:6379",
				"Set 'valkey.databases.search.index' to a free index, or give the flavors different servers.");
	}

	@Test
	void acceptsOneIndexOnTwoServers() {
		flavor("cache", host("h", "two"));
		this.databases.put("search", new DeclaredDatabase(value("i", "3"), value("f", "cache")));

		assertThat(resolve().databases().all()).contains(new LogicalDatabase("search", 3, Flavor.CACHE));
	}

	@ParameterizedTest
	@CsvSource({ "16", "-1", "x", "99999999999", "1.0" })
	void refusesIndexOutsideZeroToFifteen(String index) {
		this.databases.put("cache", new DeclaredDatabase(value("valkey.databases.cache.index", index), null));

		assertFails(
				"'valkey.databases.cache.index' is set to '%s' (test): this is not a database index".formatted(index),
				"Set 'valkey.databases.cache.index' to a number from 0 to 15.");
	}

	@ParameterizedTest
	@CsvSource({ "0", "65536", "-1", "abc", "6379.5" })
	void refusesPortOutOfRange(String port) {
		flavor("cache", new DeclaredEndpoint(null, null, value("REDIS_CACHE_PORT", port), null, null, null, null));

		assertFails("'REDIS_CACHE_PORT' is set to '%s' (test): this is not a port".formatted(port),
				"Set 'REDIS_CACHE_PORT' to a number from 1 to 65535.");
	}

	@Test
	void refusesHostWithScheme() {
		flavor("cache", host("REDIS_CACHE_HOST", "redis://user:secret@two"));

		assertFails("'REDIS_CACHE_HOST' is set to 'redis://***@two' (test): a host has no scheme",
				"Set a plain host name here, or set 'REDIS_CACHE_URL' to the URL instead.");
	}

	@Test
	void refusesHostWithPort() {
		flavor("cache", host("valkey.flavors.cache.host", "two:7000"));

		assertFails("'valkey.flavors.cache.host' is set to 'two:7000' (test): a host has no port",
				"Set the host alone here and the port in 'valkey.flavors.cache.port'.");
	}

	@Test
	void refusesUrlAndHostInOneSource() {
		flavor("cache", new DeclaredEndpoint(value("REDIS_CACHE_URL", "redis://:secret@two"),
				value("REDIS_CACHE_HOST", "three"), null, null, null, null, null));

		assertFails(
				"'REDIS_CACHE_URL' (test) and 'REDIS_CACHE_HOST' (test) are both set, "
						+ "and both say where the server is",
				"Set either the URL or host and port, and remove the other.");
	}

	@Test
	void refusesTlsThatIsNeitherTrueNorFalse() {
		flavor("cache", new DeclaredEndpoint(null, null, null, null, null,
				value("valkey.flavors.cache.ssl.enabled", "maybe"), null));

		assertFails("'valkey.flavors.cache.ssl.enabled' is set to 'maybe' (test): this is neither true nor false",
				"Set 'valkey.flavors.cache.ssl.enabled' to true or false.");
	}

	@ParameterizedTest
	@CsvSource({ "TRUE, true", "on, true", "1, true", "No, false", "0, false" })
	void readsBooleansAsSpringDoes(String text, boolean tls) {
		flavor("cache", new DeclaredEndpoint(null, null, null, null, null, value("s", text), null));

		assertThat(resolve(Flavor.CACHE).endpoint().tls()).isEqualTo(tls);
	}

	@Test
	void encryptsNoSocket() {
		this.fallback.add(new DeclaredEndpoint(null, null, null, null, null, value("s", "true"), null));
		flavor("cache", url("u", "unix:///run/valkey.sock"));

		assertThat(resolve(Flavor.CACHE).endpoint().tls()).isFalse();
	}

	@Test
	void refusesEndpointProvidedForUnknownFlavor() {
		Endpoint endpoint = new Endpoint(new Endpoint.Tcp("container", 32768), null, null, false, null);
		ResolvedFlavor provided = new ResolvedFlavor(new Flavor("session"), false, endpoint, true,
				"connection details 'x'");

		assertThatExceptionOfType(InvalidTopologyException.class)
			.isThrownBy(() -> new TopologyResolver().resolve(declared(), List.of(provided)))
			.withMessage("The connection details 'x' are for flavor 'session', which does not exist");
	}

	@Test
	void refusesNamesWhoseBeansWouldCollide() {
		this.databases.put("cache-1", new DeclaredDatabase(value("i", "8"), value("f", "cache")));
		this.databases.put("cache1", new DeclaredDatabase(value("i", "9"), value("f", "cache")));

		assertFails("The beans of logical database 'cache1' would be named like those of logical database 'cache-1'",
				"Give the logical database another name.");
	}

	@Test
	void refusesNameOfTheUnqualifiedReactiveTemplate() {
		this.databases.put("reactive", new DeclaredDatabase(value("i", "8"), value("f", "cache")));

		assertFails("The beans of logical database 'reactive' would be named like those of the unqualified reactive "
				+ "template", "Give the logical database another name.");
	}

	@Test
	void refusesPrimaryDatabaseThatDoesNotExist() {
		this.primaryDatabase = value("valkey.primary-database", "main");

		assertFails("'valkey.primary-database' is set to 'main' (test): there is no such logical database",
				"Set 'valkey.primary-database' to one of [sessions, geocoder, cable, queue, cache, api-cache, locks, "
						+ "rate-limits].");
	}

	@Test
	void refusesPrimaryIndexThatNoDatabaseHas() {
		this.primaryIndex = value("spring.data.redis.database", "12");

		assertFails("'spring.data.redis.database' is set to '12' (test): no logical database has index 12",
				"Set 'valkey.primary-database' to the logical database that unqualified beans use: one of [sessions, "
						+ "geocoder, cable, queue, cache, api-cache, locks, rate-limits].");
	}

	@Test
	void refusesFlavorWithoutDatabase() {
		flavor("locks", host("REDIS_LOCKS_HOST", "three"));

		assertFails("Flavor 'locks' is declared by 'REDIS_LOCKS_HOST' (test) but has no logical database",
				"Set 'valkey.databases.<name>.flavor=locks' and an index, or remove the flavor.");
	}

	@Test
	void refusesToMakeSessionsEvicting() {
		this.flavors.put("sessions", new DeclaredFlavor(List.of(), true));

		assertFails(
				"'valkey.flavors.sessions.evicting' is set to 'true', but whether a built-in flavor evicts is fixed",
				"Remove 'valkey.flavors.sessions.evicting', or declare a flavor of your own.");
	}

	@Test
	void namesWhatSetEachField() {
		flavor("cache", new DeclaredEndpoint(null, null, value("cache.port", "7000"), null, null, null, null));
		this.fallback.add(new DeclaredEndpoint(null, value("REDIS_HOST", "one"), null, value("REDIS_USERNAME", "ada"),
				value("REDIS_PASSWORD", "secret"), value("ssl.enabled", "true"), value("ssl.bundle", "shop")));

		assertThat(resolve(Flavor.CACHE).origins()).containsOnly(Map.entry("host", "REDIS_HOST (test)"),
				Map.entry("port", "cache.port (test)"), Map.entry("username", "REDIS_USERNAME (test)"),
				Map.entry("password", "REDIS_PASSWORD (test)"), Map.entry("tls", "ssl.enabled (test)"),
				Map.entry("sslBundle", "ssl.bundle (test)"));
	}

	@Test
	void namesUrlForEverythingThatStandsInIt() {
		flavor("cache", url("REDIS_CACHE_URL", "rediss://ada:secret@one"));

		assertThat(resolve(Flavor.CACHE).origins()).containsOnlyKeys("host", "port", "username", "password", "tls")
			.allSatisfy((field, origin) -> assertThat(origin).isEqualTo("REDIS_CACHE_URL (test)"));
	}

	@Test
	void namesNothingWhereDefaultsApply() {
		assertThat(resolve(Flavor.CACHE).origins()).isEmpty();
	}

	private void assertFails(String problem, String remedy) {
		assertThatExceptionOfType(InvalidTopologyException.class).isThrownBy(this::resolve)
			.satisfies((ex) -> assertThat(ex.getProblem()).isEqualTo(problem))
			.satisfies((ex) -> assertThat(ex.getRemedy()).isEqualTo(remedy));
	}

	private void flavor(String name, DeclaredEndpoint... endpoints) {
		this.flavors.put(name, new DeclaredFlavor(List.of(endpoints), null));
	}

	private ResolvedFlavor resolve(Flavor flavor) {
		return resolve().flavor(flavor);
	}

	private Topology resolve() {
		return new TopologyResolver().resolve(declared(), List.of());
	}

	private DeclaredTopology declared() {
		return new DeclaredTopology(this.flavors, this.fallback, this.databases, this.primaryDatabase,
				this.primaryIndex);
	}

	private static DeclaredEndpoint host(String name, String host) {
		return new DeclaredEndpoint(null, value(name, host), null, null, null, null, null);
	}

	private static DeclaredEndpoint url(String name, String url) {
		return new DeclaredEndpoint(value(name, url), null, null, null, null, null, null);
	}

	private static Value value(String name, String text) {
		return new Value(name, text, "test");
	}

}
