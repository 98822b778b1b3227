package io.github.valkeyflavors.autoconfigure.ops;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.ops.ConfiguredServer;
import io.github.valkeyflavors.ops.health.FlavorHealthIndicator;
import io.github.valkeyflavors.ops.policy.PolicyAudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the health of flavors on real servers.
 */
class FlavorHealthTests {

	private static final Duration MARGIN = Duration.ofMillis(400);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				ServerWatchAutoConfiguration.class, PolicyAuditAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, FlavorHealthAutoConfiguration.class));

	private static Health health(ApplicationContext context, String flavor) {
		HealthContributor contributor = context.getBean(CompositeHealthContributor.class).getContributor(flavor);
		return Objects.requireNonNull(((HealthIndicator) Objects.requireNonNull(contributor)).health());
	}

	private static void awaitUp(ApplicationContext context, String flavor) {
		await().atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(health(context, flavor).getStatus()).isEqualTo(Status.UP));
	}

	@Test
	void showsServerVersionRolePingBreakerAndPolicy() {
		try (ConfiguredServer server = ConfiguredServer.start("maxmemory 1mb")) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.sessions")).run((context) -> {
				context.getBean(PolicyAudit.class).run();
				awaitUp(context, "sessions");

				Map<String, Object> details = health(context, "sessions").getDetails();
				assertThat(details).containsEntry("server", "redis://" + server.address())
					.containsEntry("role", "primary")
					.containsEntry("breaker", "closed")
					.containsEntry("policy", "ok");
				assertThat(details.get("version")).asString().matches("(valkey|redis) \\d+\\.\\d+.*");
				assertThat(details.get("pingMillis")).asInstanceOf(InstanceOfAssertFactories.DOUBLE)
					.isBetween(0.0, 1000.0);
			});
		}
	}

	@Test
	void namesWhatDoesNotSuitTheFlavorWithoutBeingDown() {
		try (ConfiguredServer server = ConfiguredServer.start("maxmemory 1mb", "maxmemory-policy allkeys-lru")) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.queue")).run((context) -> {
				context.getBean(PolicyAudit.class).run();
				awaitUp(context, "queue");

				assertThat(health(context, "queue").getDetails()).containsEntry("policy", "eviction-policy, aof");
			});
		}
	}

	@Test
	void needsNoMoreThanPingAndRole() {
		try (ConfiguredServer server = ConfiguredServer.start("user default off",
				"user health on >secret -@all +ping +role")) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.sessions"))
				.withPropertyValues("valkey.flavors.sessions.username=health",
						"valkey.flavors.sessions.password=secret")
				.run((context) -> {
					awaitUp(context, "sessions");

					assertThat(health(context, "sessions").getDetails()).containsEntry("role", "primary")
						.containsEntry("server", "redis://health:***@" + server.address())
						.doesNotContainKey("version");
				});
		}
	}

	@Test
	void roleThatIsForbiddenIsUnknown() {
		try (ConfiguredServer server = ConfiguredServer.start("user default on nopass ~* &* +@all -role -ping")) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.sessions")).run((context) -> {
				awaitUp(context, "sessions");

				assertThat(health(context, "sessions").getDetails()).containsEntry("role", "unknown");
			});
		}
	}

	@Test
	void replicaIsShownAsReplica() {
		try (ConfiguredServer server = ConfiguredServer.start("replicaof 127.0.0.1 1")) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.sessions")).run((context) -> {
				awaitUp(context, "sessions");

				assertThat(health(context, "sessions").getDetails()).containsEntry("role", "replica");
			});
		}
	}

	@Test
	void asksFrozenServersTogetherAndNoLongerThanTheSlowestMayTake() {
		try (ConfiguredServer cache = ConfiguredServer.start();
				ConfiguredServer sessions = ConfiguredServer.start();
				ConfiguredServer queue = ConfiguredServer.start()) {
			this.contextRunner.withPropertyValues(cache.properties("valkey.flavors.cache"))
				.withPropertyValues(sessions.properties("valkey.flavors.sessions"))
				.withPropertyValues(queue.properties("valkey.flavors.queue"))
				.withPropertyValues("valkey.command-timeout=500ms")
				.run((context) -> {
					awaitUp(context, "cache");
					awaitUp(context, "sessions");
					awaitUp(context, "queue");
					cache.freeze();
					sessions.freeze();
					queue.freeze();
					await().pollDelay(Duration.ofMillis(1100)).until(() -> true);

					long start = System.nanoTime();
					Status cacheStatus = health(context, "cache").getStatus();
					Status queueStatus = health(context, "queue").getStatus();
					Status sessionsStatus = health(context, "sessions").getStatus();
					Duration took = Duration.ofNanos(System.nanoTime() - start);

					assertThat(cacheStatus).isEqualTo(FlavorHealthIndicator.DEGRADED);
					assertThat(sessionsStatus).isEqualTo(Status.DOWN);
					assertThat(queueStatus).isEqualTo(Status.DOWN);
					assertThat(took).isLessThan(Duration.ofMillis(500).plus(MARGIN));
				});
		}
	}

	@Test
	void doesNotWaitForConnectionLongerThanForCommand() {
		try (ConfiguredServer server = ConfiguredServer.start()) {
			server.freeze();
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.cache"))
				.withPropertyValues("valkey.connect-timeout=5s")
				.run((context) -> {
					long start = System.nanoTime();
					Status status = health(context, "cache").getStatus();

					assertThat(status).isEqualTo(FlavorHealthIndicator.DEGRADED);
					assertThat(Duration.ofNanos(System.nanoTime() - start))
						.isLessThan(Duration.ofMillis(200).plus(MARGIN));
					server.thaw();
				});
		}
	}

	@Test
	void isUpAgainWhenTheServerIs() {
		try (ConfiguredServer server = ConfiguredServer.start()) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.sessions"))
				.withPropertyValues("valkey.command-timeout=300ms")
				.run((context) -> {
					awaitUp(context, "sessions");
					server.freeze();
					await().atMost(Duration.ofSeconds(5))
						.until(() -> health(context, "sessions").getStatus().equals(Status.DOWN));

					server.thaw();

					awaitUp(context, "sessions");
				});
		}
	}

	@Test
	void leavesNoThreadBehind() {
		try (ConfiguredServer server = ConfiguredServer.start()) {
			this.contextRunner.withPropertyValues(server.properties("valkey.flavors.sessions"))
				.run((context) -> awaitUp(context, "sessions"));

			await().atMost(Duration.ofSeconds(5))
				.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
					.noneMatch((thread) -> thread.getName().equals("valkey-health")));
		}
	}

}
