package io.github.valkeyflavors.autoconfigure.ops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.ops.health.FlavorHealthIndicator;
import io.github.valkeyflavors.ops.server.Servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FlavorHealthAutoConfiguration}, with servers that are away. Servers
 * that answer are in {@link FlavorHealthTests}.
 */
class FlavorHealthAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				ServerWatchAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				FlavorHealthAutoConfiguration.class))
		.withPropertyValues("valkey.flavors.cache.host=127.0.0.1", "valkey.flavors.sessions.host=127.0.0.1",
				"valkey.port=" + closedPort());

	private static int closedPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void hasOneContributorForEachFlavor() {
		this.contextRunner.run((context) -> assertThat(
				context.getBean(CompositeHealthContributor.class).stream().map((entry) -> entry.name()))
			.containsExactly("cache", "queue", "sessions"));
	}

	@Test
	void cacheThatIsAwayIsDegraded() {
		this.contextRunner.run((context) -> assertThat(health(context, "cache").getStatus())
			.isEqualTo(FlavorHealthIndicator.DEGRADED));
	}

	@Test
	void sessionsThatAreAwayAreDown() {
		this.contextRunner.run((context) -> assertThat(health(context, "sessions").getStatus()).isEqualTo(Status.DOWN));
	}

	@Test
	void saysWhatIsWrongAndWhatToDo() {
		// A first check on a slow machine may give up before the connection is refused
		this.contextRunner.run((context) -> await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
			Map<String, Object> details = health(context, "sessions").getDetails();

			assertThat(details).containsEntry("breaker", "open").containsEntry("reason", "disconnected");
			assertThat(details.get("remedy")).asString().contains("whether the server runs");
		}));
	}

	@Test
	void doesNotShowCredentials() {
		this.contextRunner.withPropertyValues("valkey.username=ada", "valkey.password=secret")
			.run((context) -> assertThat(health(context, "queue").getDetails().toString()).doesNotContain("secret"));
	}

	@Test
	void flavorThatNobodyUsesIsUnknownAndNotAsked() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class,
					DataRedisAutoConfiguration.class, ServerWatchAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, FlavorHealthAutoConfiguration.class))
			.run((context) -> {
				Health health = health(context, "sessions");

				assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(health.getDetails()).containsEntry("reason", "not in use");
				assertThat(context.getBean(Servers.class).all())
					.allSatisfy((server) -> assertThat(server.isInUse()).isFalse());
			});
	}

	@Test
	void flavorThatOnlyFallsBackIsUnknownAndNotAsked() {
		this.contextRunner.run((context) -> {
			Health health = health(context, "queue");

			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).containsEntry("reason", "not in use");
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.valkey-flavors.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("valkeyFlavorsHealthContributor"));
	}

	@Test
	void backsOffWithoutHealthOnTheClassPath() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyFlavorsHealthContributor"));
	}

	private static Health health(ApplicationContext context, String flavor) {
		HealthContributor contributor = context.getBean(CompositeHealthContributor.class).getContributor(flavor);
		return Objects.requireNonNull(((HealthIndicator) Objects.requireNonNull(contributor)).health());
	}

}
