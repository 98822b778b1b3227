package io.github.valkeyflavors.ops.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.valkeyflavors.ops.policy.PolicyFinding.Severity;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerInfo;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.ResolvedFlavor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolicyRules}, with what a Valkey 8.0 says of itself.
 */
class PolicyRulesTests {

	private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

	private static final ResolvedFlavor CACHE = flavor(Flavor.CACHE, true);

	private static final ResolvedFlavor SESSIONS = flavor(Flavor.SESSIONS, false);

	private static final ResolvedFlavor QUEUE = flavor(Flavor.QUEUE, false);

	private final Map<String, String> info = new HashMap<>(
			Map.of("valkey_version", "8.0.1", "server_name", "valkey", "role", "master", "maxmemory", "268435456",
					"maxmemory_policy", "noeviction", "aof_enabled", "0", "rdb_last_bgsave_status", "ok"));

	private static ResolvedFlavor flavor(Flavor flavor, boolean evicting) {
		return at("valkey.example.com", flavor, evicting);
	}

	private static ResolvedFlavor at(String host, Flavor flavor, boolean evicting) {
		return new ResolvedFlavor(flavor, evicting,
				new Endpoint(new Endpoint.Tcp(host, 6379), "shop", "secret", true, null), true, "a test");
	}

	private List<PolicyFinding> evaluate(ResolvedFlavor... flavors) {
		return evaluate(false, new ServerInfo(this.info), null, flavors);
	}

	private static List<PolicyFinding> evaluate(boolean strict, @Nullable ServerInfo info,
			@Nullable OutageReason problem, ResolvedFlavor... flavors) {
		Server server = new Server(flavors[0].endpoint().address().toString(), List.of(flavors), List.of(), List.of());
		return new PolicyRules(strict).evaluate(new ServerReading(server, NOW, info, problem));
	}

	private static List<String> facts(List<PolicyFinding> findings) {
		return findings.stream()
			.map((finding) -> finding.flavor() + " " + finding.id() + " " + finding.severity())
			.toList();
	}

	@Test
	void findsNothingWhereSettingsSuit() {
		assertThat(evaluate(SESSIONS)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "noeviction, 1", "volatile-lru, 1", "allkeys-random, 1", "allkeys-lru, 0", "allkeys-lfu, 0" })
	void warnsOfPolicyThatDoesNotSuitCache(String policy, int findings) {
		this.info.put("maxmemory_policy", policy);

		assertThat(evaluate(CACHE)).hasSize(findings).allSatisfy((finding) -> {
			assertThat(finding.id()).isEqualTo("eviction-policy");
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.conf()).isEqualTo("maxmemory-policy allkeys-lfu");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-lru", "volatile-ttl" })
	void anyEvictionIsAnErrorForSessions(String policy) {
		this.info.put("maxmemory_policy", policy);

		assertThat(evaluate(SESSIONS)).singleElement().satisfies((finding) -> {
			assertThat(finding.id()).isEqualTo("eviction-policy");
			assertThat(finding.severity()).isEqualTo(Severity.ERROR);
			assertThat(finding.found()).isEqualTo("maxmemory-policy " + policy);
			assertThat(finding.needed()).contains("noeviction").contains("logged out");
		});
	}

	@Test
	void judgesFlavorsOfOnesOwnByWhetherTheyEvict() {
		this.info.put("maxmemory_policy", "allkeys-lru");

		assertThat(evaluate(flavor(new Flavor("images"), true))).isEmpty();
		assertThat(facts(evaluate(flavor(new Flavor("locks"), false)))).containsExactly("locks eviction-policy ERROR");
	}

	@Test
	void saysOnceThatNoPolicySuitsAllOnSharedServer() {
		this.info.put("aof_enabled", "1");

		assertThat(evaluate(CACHE, SESSIONS, QUEUE)).singleElement().satisfies((finding) -> {
			assertThat(finding.id()).isEqualTo("shared-server");
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.flavor()).isEqualTo("cache");
			assertThat(finding.needed()).contains("cache needs allkeys-lru or allkeys-lfu")
				.contains("sessions, queue noeviction");
			assertThat(finding.conf()).isEmpty();
		});
	}

	@Test
	void evictionOnSharedServerIsAnErrorOfWhoMustNotLose() {
		this.info.put("aof_enabled", "1");
		this.info.put("maxmemory_policy", "allkeys-lru");

		List<PolicyFinding> findings = evaluate(CACHE, SESSIONS, QUEUE);

		assertThat(facts(findings)).containsExactly("sessions shared-server ERROR", "queue shared-server ERROR");
		assertThat(findings).extracting(PolicyFinding::conf).containsOnly("maxmemory-policy noeviction");
	}

	@Test
	void warnsOfMissingLimit() {
		this.info.put("maxmemory", "0");

		assertThat(facts(evaluate(SESSIONS))).containsExactly("sessions maxmemory WARNING");
	}

	@Test
	void queueWithoutAppendOnlyFileIsAnError() {
		assertThat(facts(evaluate(QUEUE))).containsExactly("queue aof ERROR");
	}

	@Test
	void warnsOfCacheWithAppendOnlyFile() {
		this.info.put("maxmemory_policy", "allkeys-lru");
		this.info.put("aof_enabled", "1");

		assertThat(facts(evaluate(CACHE))).containsExactly("cache aof WARNING");
	}

	@Test
	void sessionsMayHaveAppendOnlyFile() {
		this.info.put("aof_enabled", "1");

		assertThat(evaluate(SESSIONS)).isEmpty();
	}

	@Test
	void tellsSnapshotsOfCacheByThoseThatWereMade() {
		this.info.put("maxmemory_policy", "allkeys-lru");
		this.info.put("rdb_saves", "3");

		assertThat(facts(evaluate(CACHE))).containsExactly("cache snapshots INFO");
	}

	@Test
	void tellsMissingSnapshotsOfQueueByTheirAge() {
		this.info.put("aof_enabled", "1");
		this.info.put("rdb_changes_since_last_save", "1");
		this.info.put("rdb_last_save_time", Long.toString(NOW.minus(Duration.ofHours(3)).getEpochSecond()));

		assertThat(facts(evaluate(QUEUE))).containsExactly("queue snapshots INFO");
	}

	@Test
	void queueWithoutChangesNeedsNoSnapshot() {
		this.info.put("aof_enabled", "1");
		this.info.put("rdb_changes_since_last_save", "0");
		this.info.put("rdb_last_save_time", Long.toString(NOW.minus(Duration.ofHours(3)).getEpochSecond()));

		assertThat(evaluate(QUEUE)).isEmpty();
	}

	@Test
	void failingDiskIsAnErrorForQueue() {
		this.info.put("aof_enabled", "1");
		this.info.put("aof_last_write_status", "err");

		assertThat(evaluate(QUEUE)).singleElement().satisfies((finding) -> {
			assertThat(finding.id()).isEqualTo("persistence-failing");
			assertThat(finding.severity()).isEqualTo(Severity.ERROR);
			assertThat(finding.found()).isEqualTo("aof_last_write_status err");
		});
	}

	@Test
	void replicaIsAnErrorWhereDataMustNotGetLost() {
		this.info.put("role", "slave");

		assertThat(facts(evaluate(SESSIONS))).containsExactly("sessions role ERROR");
	}

	@ParameterizedTest
	@CsvSource({ "redis, 6.2.14, 1", "redis, 7.0.15, 1", "redis, 7.2.4, 0", "redis, 8.2.1, 0", "valkey, 7.2.11, 0",
			"valkey, 9.1.0, 0" })
	void warnsOfOldVersions(String product, String version, int findings) {
		this.info.remove("valkey_version");
		this.info.put(product + "_version", version);

		assertThat(evaluate(SESSIONS)).hasSize(findings)
			.allSatisfy((finding) -> assertThat(finding.id()).isEqualTo("version"));
	}

	@Test
	void warnsOfOpenWayAcrossTheNetwork() {
		ResolvedFlavor open = new ResolvedFlavor(Flavor.SESSIONS, false,
				new Endpoint(new Endpoint.Tcp("10.0.0.7", 6379), null, null, false, null), true, "a test");

		assertThat(facts(evaluate(open))).containsExactly("sessions tls WARNING", "sessions password WARNING");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST", "127.0.0.1", "127.0.1.1", "::1", "0:0:0:0:0:0:0:1" })
	void acceptsOpenWayWithinTheMachine(String host) {
		ResolvedFlavor open = new ResolvedFlavor(Flavor.SESSIONS, false,
				new Endpoint(new Endpoint.Tcp(host, 6379), null, null, false, null), true, "a test");

		assertThat(evaluate(open)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.example.com", "fe80::1:1", "1::1", "localhost.example.com" })
	void isNotTakenInByNames(String host) {
		ResolvedFlavor open = new ResolvedFlavor(Flavor.SESSIONS, false,
				new Endpoint(new Endpoint.Tcp(host, 6379), null, null, false, null), true, "a test");

		assertThat(evaluate(open)).hasSize(2);
	}

	@Test
	void acceptsOpenWayThroughSocketFile() {
		ResolvedFlavor open = new ResolvedFlavor(Flavor.SESSIONS, false,
				new Endpoint(new Endpoint.Socket("/run/valkey.sock"), null, null, false, null), true, "a test");

		assertThat(evaluate(open)).isEmpty();
	}

	@Test
	void saysOneThingOfDevelopersServer() {
		this.info.put("maxmemory", "0");

		assertThat(facts(evaluate(at("localhost", Flavor.QUEUE, false)))).containsExactly("queue development INFO");
	}

	@Test
	void isLenientWithDevelopersServerOnlyUnlessStrict() {
		this.info.put("maxmemory", "0");

		List<PolicyFinding> findings = evaluate(true, new ServerInfo(this.info), null,
				at("localhost", Flavor.QUEUE, false));

		assertThat(facts(findings)).containsExactly("queue aof ERROR", "queue maxmemory WARNING");
	}

	@ParameterizedTest
	@ValueSource(strings = { "FORBIDDEN", "PROTOCOL", "TIMEOUT" })
	void serverThatDoesNotSayIsUnknown(OutageReason problem) {
		assertThat(facts(evaluate(false, null, problem, CACHE, SESSIONS))).containsExactly("cache unknown INFO",
				"sessions unknown INFO");
	}

	@Test
	void saysWhatServerHides() {
		this.info.remove("maxmemory_policy");
		this.info.put("maxmemory", "much");
		this.info.put("aof_enabled", "perhaps");
		this.info.put("valkey_version", "new");

		assertThat(evaluate(QUEUE)).singleElement()
			.satisfies((finding) -> assertThat(finding.found())
				.isEqualTo("an INFO without maxmemory_policy, maxmemory, aof_enabled, the version"));
	}

	@Test
	void ordersByFlavorAndSeverity() {
		this.info.put("maxmemory", "0");
		this.info.put("role", "slave");

		List<String> facts = new ArrayList<>(facts(evaluate(QUEUE, SESSIONS)));

		assertThat(facts).containsExactly("queue aof ERROR", "queue role ERROR", "queue maxmemory WARNING",
				"sessions role ERROR", "sessions maxmemory WARNING");
	}

}
