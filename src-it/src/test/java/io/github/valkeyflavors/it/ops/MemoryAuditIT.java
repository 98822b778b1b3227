package io.github.valkeyflavors.it.ops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.it.queue.QueueApplication;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.ops.memory.DatabaseMemory;
import io.github.valkeyflavors.ops.memory.DatabaseMemory.Group;
import io.github.valkeyflavors.ops.memory.Estimate;
import io.github.valkeyflavors.ops.memory.MemoryAudit;
import io.github.valkeyflavors.ops.memory.MemoryAuditRequest;
import io.github.valkeyflavors.ops.memory.MemoryReport.ServerMemory;
import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.Outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The memory audit of an application: which server it reads, and what it does with users
 * that may not everything.
 */
@ValkeyServers
class MemoryAuditIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int DATABASE = 4;

	private static final int KEYS = 1000;

	// The length of all values
	private static final long VALUES = KEYS * (KEYS - 1) / 2;

	private static final String NARROW = "narrow";

	private Servers servers;

	private Server cache;

	@BeforeEach
	void fill() {
		this.cache = this.servers.server("cache");
		this.cache.flushAll();
		RedisCommands<String, String> commands = this.cache.commands(DATABASE);
		for (int i = 0; i < KEYS; i++) {
			commands.setex("product:" + i, 3600, "x".repeat(i));
		}
	}

	@AfterEach
	void removeUser() {
		this.cache.commands().aclDeluser(NARROW);
	}

	@Test
	void readsAReplicaInPlaceOfItsPrimary() {
		try (Server replica = Server.start("cache")) {
			follow(replica);
			this.cache.commands().configResetstat();

			ServerMemory found = audit();

			assertThat(found.replica()).isTrue();
			assertThat(found.readFrom()).isEqualTo("127.0.0.1:" + replica.port());
			assertThat(found.databases().get(0).measured()).isEqualTo(KEYS);
			assertThat(this.cache.commands().info("commandstats")).doesNotContain("cmdstat_scan", "cmdstat_memory");
		}
	}

	@Test
	void readsThePrimaryWhenTheReplicaIsNotWhereItSays() {
		try (Server replica = Server.start("cache", "--replica-announce-port", "1")) {
			follow(replica);

			ServerMemory found = audit();

			assertThat(found.replica()).isFalse();
			assertThat(found.readFrom()).isEqualTo(found.server());
			assertThat(found.note()).startsWith("No replica could be read");
			assertThat(found.databases().get(0).measured()).isEqualTo(KEYS);
		}
	}

	@Test
	void readsThePrimaryWhenAnotherServerIsWhereTheReplicaSays() {
		int other = this.servers.server("queue").port();
		try (Server replica = Server.start("cache", "--replica-announce-port", Integer.toString(other))) {
			follow(replica);

			assertThat(audit().replica()).isFalse();
		}
	}

	@Test
	void sizesAreUnknownWhenMemoryIsForbidden() {
		allow(new AclSetuserArgs().allKeys(), CommandType.SCAN, CommandType.TYPE, CommandType.PTTL, CommandType.DBSIZE);

		DatabaseMemory found = auditAsNarrow();

		assertThat(found.unknown()).containsExactly("MEMORY USAGE: the server forbids this user the command");
		assertThat(found.bytes()).isNull();
		assertThat(found.largest()).isEmpty();
		assertThat(found.patterns()).extracting(Group::name).containsExactly("product:*");
		assertThat(found.types()).extracting(Group::name).containsExactly("string");
		assertThat(found.withoutTimeToLive()).isNotNull().extracting(Estimate::value).isEqualTo(0L);
	}

	@Test
	void typesAndTimesAreUnknownWhenTheyAreForbidden() {
		allow(new AclSetuserArgs().allKeys(), CommandType.SCAN, CommandType.MEMORY);

		DatabaseMemory found = auditAsNarrow();

		assertThat(found.unknown()).hasSize(3).allMatch((line) -> line.endsWith("forbids this user the command"));
		assertThat(found.bytes()).isNotNull()
			.extracting(Estimate::value, InstanceOfAssertFactories.LONG)
			.isGreaterThan(VALUES);
		assertThat(found.withoutTimeToLive()).isNull();
		assertThat(found.types()).extracting(Group::name).containsExactly("unknown");
	}

	@Test
	void keysAreCountedWhenScanIsForbidden() {
		allow(new AclSetuserArgs().allKeys(), CommandType.DBSIZE, CommandType.MEMORY);

		DatabaseMemory found = auditAsNarrow();

		assertThat(found.unknown()).containsExactly("SCAN: the server forbids this user the command");
		assertThat(found.keys()).isEqualTo(KEYS);
		assertThat(found.bytes()).isNull();
	}

	@Test
	void keysThatTheUserMayNotReadAreLeftOut() {
		this.cache.commands(DATABASE).set("other", "x");
		allow(new AclSetuserArgs().keyPattern("product:*"), CommandType.SCAN, CommandType.TYPE, CommandType.PTTL,
				CommandType.DBSIZE, CommandType.MEMORY);

		DatabaseMemory found = auditAsNarrow();

		assertThat(found.unknown()).containsExactly("1 keys of the sample: the server forbids this user to read them");
		assertThat(found.measured()).isEqualTo(KEYS);
		assertThat(found.bytes()).isNotNull()
			.extracting(Estimate::value, InstanceOfAssertFactories.LONG)
			.isGreaterThan(VALUES);
	}

	@Test
	void slowAnswersDoNotOpenTheBreaker() {
		List<Outage> outages = new CopyOnWriteArrayList<>();
		try (ConfigurableApplicationContext context = start("--valkey.breaker.slow-after=1ms",
				"--valkey.breaker.minimum-commands=10", "--valkey.breaker.slow-rate=10")) {
			GuardedConnections connections = (GuardedConnections) context.getBean(ConnectionFactoryRouter.class)
				.forDatabase("cache");
			connections.breaker().addListener(new BreakerListener() {

				@Override
				public void opened(FlavorBreaker breaker, Outage outage) {
					outages.add(outage);
				}

			});

			assertThat(audit(context).databases().get(0).measured()).isEqualTo(KEYS);
			assertThat(outages).isEmpty();
		}
	}

	private void follow(Server replica) {
		replica.replicaOf(this.cache);
		await().atMost(PATIENCE).until(() -> this.cache.commands().info("replication").contains("state=online"));
	}

	private void allow(AclSetuserArgs args, CommandType... commands) {
		args.on()
			.addPassword(NARROW)
			.addCommand(CommandType.PING)
			.addCommand(CommandType.SELECT)
			.addCommand(CommandType.INFO);
		Arrays.stream(commands).forEach(args::addCommand);
		this.cache.commands().aclSetuser(NARROW, args);
	}

	private DatabaseMemory auditAsNarrow() {
		return audit("--valkey.flavors.cache.username=" + NARROW, "--valkey.flavors.cache.password=" + NARROW)
			.databases()
			.get(0);
	}

	private ServerMemory audit(String... arguments) {
		try (ConfigurableApplicationContext context = start(arguments)) {
			return audit(context);
		}
	}

	private static ServerMemory audit(ConfigurableApplicationContext context) {
		return context.getBean(MemoryAudit.class)
			.run(MemoryAuditRequest.defaults().withDatabases(List.of("cache")))
			.servers()
			.get(0);
	}

	private ConfigurableApplicationContext start(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.config.name=none", "--valkey.queue.worker.enabled=false",
				"--valkey.watch.enabled=false"));
		this.cache.variables("REDIS_CACHE").forEach((name, value) -> all.add("--" + name + "=" + value));
		all.addAll(List.of(arguments));
		return QueueApplication.of().run(all.toArray(String[]::new));
	}

}
