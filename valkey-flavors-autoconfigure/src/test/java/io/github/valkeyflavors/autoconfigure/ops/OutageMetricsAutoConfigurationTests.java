package io.github.valkeyflavors.autoconfigure.ops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.Flavor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OutageMetricsAutoConfiguration}.
 */
class OutageMetricsAutoConfigurationTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				OutageMetricsAutoConfiguration.class));

	@Test
	void hasOneGaugeOfTheBreakerForEachFlavor() {
		this.contextRunner.run((context) -> {
			bind(context);

			assertThat(this.registry.get("valkey.breaker.open").gauges().stream().map((gauge) -> tag(gauge, "flavor")))
				.containsExactlyInAnyOrder("cache", "queue", "sessions");
		});
	}

	@Test
	void showsThatTheBreakerIsOpen() throws IOException {
		this.contextRunner.withPropertyValues("valkey.port=" + closedPort()).run((context) -> {
			bind(context);
			StringRedisTemplate template = context.getBean("cacheStringRedisTemplate", StringRedisTemplate.class);

			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> template.hasKey("key"));

			assertThat(this.registry.get("valkey.breaker.open").tag("flavor", "cache").gauge().value()).isEqualTo(1);
		});
	}

	@Test
	void countsOutagesByReason() {
		this.contextRunner.run((context) -> {
			bind(context);

			breaker(context).serverFailed(new IllegalStateException("LOADING Valkey is loading the dataset"));

			assertThat(this.registry.get("valkey.breaker.opened").tag("reason", "loading").counter().count())
				.isEqualTo(1);
		});
	}

	@Test
	void countsFailedOperationsByReason() {
		this.contextRunner.run((context) -> {
			bind(context);

			breaker(context).failed("get", new IllegalStateException("OOM command not allowed"));

			assertThat(this.registry.get("valkey.operations.failed")
				.tag("operation", "get")
				.tag("reason", OutageReason.FULL.tag())
				.counter()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyOutageMeters"));
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void bind(ApplicationContext context) {
		List.copyOf(context.getBeansOfType(MeterBinder.class).values())
			.forEach((binder) -> binder.bindTo(this.registry));
	}

	private static FlavorBreaker breaker(ApplicationContext context) {
		return ((GuardedConnections) context.getBean(ConnectionFactoryRouter.class).forFlavor(Flavor.CACHE)).breaker();
	}

	private static String tag(Meter meter, String name) {
		return String.valueOf(meter.getId().getTag(name));
	}

}
