package io.github.valkeyflavors.autoconfigure.ops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.devserver.DevelopmentServersAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.diagnostics.StartupFailure;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.connection.FlavorBreakers;
import io.github.valkeyflavors.ops.ConfiguredServer;
import io.github.valkeyflavors.ops.history.FlavorHistory;
import io.github.valkeyflavors.ops.history.HistoryEntry;
import io.github.valkeyflavors.ops.policy.PolicyAudit;
import io.github.valkeyflavors.ops.policy.PolicyFinding;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.topology.Flavor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolicyAuditAutoConfiguration}, on real servers with all sorts of
 * settings.
 */
@ExtendWith(OutputCaptureExtension.class)
class PolicyAuditAutoConfigurationTests {

	private static final String[] QUEUE = { "maxmemory 512mb", "appendonly yes" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				ServerWatchAutoConfiguration.class, PolicyAuditAutoConfiguration.class,
				OpsHistoryAutoConfiguration.class))
		// A first connection takes its time on a slow machine
		.withPropertyValues("valkey.command-timeout=10s", "valkey.connect-timeout=10s");

	private static List<String> facts(ApplicationContext context) {
		return context.getBean(PolicyAudit.class)
			.run()
			.findings()
			.stream()
			.map((finding) -> finding.flavor() + " " + finding.id() + " " + finding.severity())
			.toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "cache | maxmemory 1mb                                         | cache eviction-policy WARNING",
					"cache | maxmemory-policy allkeys-lru                            | cache maxmemory WARNING",
					"cache | maxmemory 1mb;maxmemory-policy allkeys-lru;appendonly yes | cache aof WARNING",
					"sessions | maxmemory 1mb;maxmemory-policy volatile-lru          | sessions eviction-policy ERROR",
					"sessions | maxmemory 1mb;replicaof 127.0.0.1 1                  | sessions role ERROR",
					"queue | maxmemory 1mb                                           | queue aof ERROR",
					"queue | maxmemory 1mb;appendonly yes;maxmemory-policy allkeys-lfu | queue eviction-policy ERROR" })
	void findsWhatDoesNotSuit(String flavor, String lines, String finding) {
		try (ConfiguredServer server = ConfiguredServer.start(lines.split(";", -1))) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors." + flavor))
				.run((context) -> assertThat(facts(context)).containsExactly(finding));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache", "sessions", "queue" })
	void linesOfFindingsMendTheServer(String flavor) {
		List<String> wrong = List.of("maxmemory 0",
				"maxmemory-policy " + (flavor.equals("cache") ? "noeviction" : "allkeys-random"),
				"appendonly " + (flavor.equals("queue") ? "no" : "yes"));
		try (ConfiguredServer server = ConfiguredServer.start(wrong)) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors." + flavor)).run((context) -> {
				List<String> lines = context.getBean(PolicyAudit.class)
					.run()
					.findings()
					.stream()
					.map(PolicyFinding::conf)
					.toList();
				assertThat(lines).hasSizeGreaterThanOrEqualTo(2);

				try (ConfiguredServer mended = ConfiguredServer.start(lines)) {
					this.contextRunner.withPropertyValues(mended.properties("valkey.flavors." + flavor))
						.run((other) -> assertThat(facts(other)).isEmpty());
				}
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "save \"\"", "save 3600 1", "requirepass <password>" })
	void serversAcceptTheOtherLines(String line) {
		try (ConfiguredServer server = ConfiguredServer.start(line)) {
			assertThat(server.port()).isPositive();
		}
	}

	@Test
	void saysOneLineOfDevelopersServer(CapturedOutput output) {
		try (ConfiguredServer server = ConfiguredServer.start()) {
			this.contextRunner.withPropertyValues(server.properties("valkey")).run((context) -> {
				context.getBean(FlavorBreakers.class).forEach(FlavorBreaker::use);
				context.getBean(PolicyAudit.class).run();
				context.getBean(PolicyAudit.class).run();

				assertThat(output.getAll().lines().filter((line) -> line.contains("Policy "))).singleElement()
					.satisfies((line) -> assertThat(line).contains("INFO")
						.contains("Policy development (info) of flavors ")
						.contains("'cache'", "'sessions'", "'queue'", server.address()));
			});
		}
	}

	@Test
	void findsNothingWrongWithDevelopmentServers() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(DevelopmentServersAutoConfiguration.class))
			.withPropertyValues("valkey.dev-server.enabled=true")
			.run((context) -> {
				assertThat(facts(context)).isEmpty();
				assertThat(context.getBean(ServerWatch.class).readings()).hasSize(3)
					.allSatisfy((reading) -> assertThat(reading.info()).isNotNull());
			});
	}

	@Test
	void doesNotJudgeFlavorsThatTheApplicationDoesNotHave() {
		try (ConfiguredServer server = ConfiguredServer.start("maxmemory 1mb", "maxmemory-policy allkeys-lru")) {
			this.contextRunner.withPropertyValues(server.properties("valkey")).run((context) -> {
				Server only = context.getBean(ServerWatch.class).servers().get(0);
				only.connections()
					.get(only.flavors()
						.indexOf(only.flavors()
							.stream()
							.filter((flavor) -> flavor.flavor().equals(Flavor.CACHE))
							.findFirst()
							.orElseThrow()))
					.breaker()
					.use();

				assertThat(facts(context)).isEmpty();
			});
		}
	}

	@Test
	void saysOnceWhatFlavorsThatShareServerHaveInCommon(CapturedOutput output) {
		try (ConfiguredServer server = ConfiguredServer.start("appendonly yes")) {
			this.contextRunner.withPropertyValues(server.properties("valkey")).run((context) -> {
				context.getBean(FlavorBreakers.class).forEach(FlavorBreaker::use);
				assertThat(facts(context)).containsExactlyInAnyOrder("cache shared-server WARNING",
						"cache maxmemory WARNING", "sessions maxmemory WARNING", "queue maxmemory WARNING");
				assertThat(output.getAll().lines().filter((line) -> line.contains("Policy "))).hasSize(2);
			});
		}
	}

	@Test
	void saysWhenFindingIsSettled(CapturedOutput output) {
		try (ConfiguredServer server = ConfiguredServer.start("maxmemory 1mb")) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.queue")).run((context) -> {
				context.getBean(PolicyAudit.class).run();
				config(context, "appendonly", "yes");

				assertThat(facts(context)).isEmpty();
				assertThat(output.getAll())
					.contains("Policy aof of flavor 'queue' at " + server.address() + " is settled");
				assertThat(context.getBean(FlavorHistory.class).entries()).extracting(HistoryEntry::kind)
					.containsExactly(HistoryEntry.Kind.POLICY, HistoryEntry.Kind.POLICY);
			});
		}
	}

	private static void config(ApplicationContext context, String name, String value) {
		RedisConnectionFactory factory = context.getBean(ConnectionFactoryRouter.class).forFlavor(Flavor.QUEUE);
		try (RedisConnection connection = factory.getConnection()) {
			connection.serverCommands().setConfig(name, value);
		}
	}

	@Test
	void userWithoutInfoIsUnknownAndTheRestWorks() {
		try (ConfiguredServer narrow = ConfiguredServer.start("user default on nopass ~* &* +@all -info");
				ConfiguredServer queue = ConfiguredServer.start("maxmemory 1mb")) {
			this.contextRunner.withPropertyValues(narrow.properties("valkey.flavors.sessions"))
				.withPropertyValues(queue.properties("valkey.flavors.queue"))
				.run((context) -> {
					assertThat(facts(context)).containsExactlyInAnyOrder("sessions unknown INFO", "queue aof ERROR");
					assertThat(context.getBean(PolicyAudit.class).report().of("sessions")).singleElement()
						.satisfies((finding) -> assertThat(finding.found()).contains("forbidden"));
				});
		}
	}

	@Test
	void serverThatAnswersGarbageIsUnknownAndTheRestWorks() throws IOException {
		try (ServerSocket garbage = garbage(); ConfiguredServer queue = ConfiguredServer.start("maxmemory 1mb")) {
			this.contextRunner
				.withPropertyValues("valkey.flavors.sessions.host=127.0.0.1",
						"valkey.flavors.sessions.port=" + garbage.getLocalPort())
				.withPropertyValues(queue.properties("valkey.flavors.queue"))
				.run((context) -> assertThat(facts(context)).containsExactlyInAnyOrder("sessions unknown INFO",
						"queue aof ERROR"));
		}
	}

	private static ServerSocket garbage() throws IOException {
		ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(() -> {
			while (!socket.isClosed()) {
				try (var accepted = socket.accept()) {
					accepted.getOutputStream()
						.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				}
				catch (IOException ex) {
					// The next one, or the end
				}
			}
		});
		thread.setDaemon(true);
		thread.start();
		return socket;
	}

	@Test
	void keepsFindingsWhileServerIsAway() {
		try (ConfiguredServer server = ConfiguredServer.start("maxmemory 1mb")) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.queue")).run((context) -> {
				context.getBean(PolicyAudit.class).run();
				server.freeze();

				assertThat(facts(context)).containsExactly("queue aof ERROR");
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "false", "OFF" })
	void isOffWhenSwitchedOff(String off) {
		this.contextRunner.withPropertyValues("valkey.policy-check=" + off)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PolicyAudit.class));
	}

	@Test
	void startsAllTheSameUnlessToldToFail() {
		try (ConfiguredServer server = ConfiguredServer.start("maxmemory 1mb")) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.queue"))
				.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	@Test
	void refusesTheStartWhereDataCanVanish(CapturedOutput output) {
		try (ConfiguredServer server = ConfiguredServer.start("maxmemory 1mb", "maxmemory-policy allkeys-lru")) {
			StartupFailure failure = StartupFailure.of(Application.class, output,
					Map.of("REDIS_QUEUE_HOST", "127.0.0.1", "REDIS_QUEUE_PORT", Integer.toString(server.port())),
					"valkey.policy-check=fail");

			assertThat(failure.description()).startsWith("Data can vanish with these settings of the servers")
				.contains("eviction-policy: flavor 'queue' at " + server.address()
						+ " has maxmemory-policy allkeys-lru, and needs noeviction")
				.contains("aof: flavor 'queue'");
			assertThat(failure.action()).contains("maxmemory-policy noeviction    # at " + server.address())
				.contains("appendonly yes")
				.contains("'valkey.policy-check=report'");
			assertThat(output.getAll()).doesNotContain("PolicyViolationException").doesNotContain("\tat ");
		}
	}

	@Test
	void failStartsWhereOnlyWarningsAreFound() {
		try (ConfiguredServer server = ConfiguredServer.start("appendonly yes")) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.queue"))
				.withPropertyValues("valkey.policy-check=fail")
				.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	@Test
	void failStartsWhileServerIsAwayAndSaysSo(CapturedOutput output) {
		ConfiguredServer server = ConfiguredServer.start(QUEUE);
		server.close();

		this.contextRunner.withPropertyValues(server.properties("valkey.flavors.queue"))
			.withPropertyValues("valkey.policy-check=fail")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output.getAll())
					.contains("The start could not check flavor 'queue' at " + server.address() + " and goes on");
			});
	}

	@Test
	void remembersOutages() {
		ConfiguredServer server = ConfiguredServer.start(QUEUE);
		server.close();

		this.contextRunner.withPropertyValues(server.properties("valkey.flavors.queue")).run((context) -> {
			context.getBean(PolicyAudit.class).run();

			assertThat(context.getBean(FlavorHistory.class).entries()).anySatisfy((entry) -> {
				assertThat(entry.kind()).isEqualTo(HistoryEntry.Kind.OUTAGE);
				assertThat(entry.flavor()).isEqualTo("queue");
				assertThat(entry.server()).isEqualTo(server.address());
				assertThat(entry.text()).startsWith("Out of service: the server cannot be reached.");
			});
		});
	}

	@Test
	void historyOfTheApplicationTakesThePlaceOfOurs() {
		FlavorHistory own = new FlavorHistory();

		this.contextRunner.withBean("own", FlavorHistory.class, () -> own)
			.run((context) -> assertThat(context.getBean(FlavorHistory.class)).isSameAs(own));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
			ServerWatchAutoConfiguration.class, PolicyAuditAutoConfiguration.class })
	static class Application {

	}

}
