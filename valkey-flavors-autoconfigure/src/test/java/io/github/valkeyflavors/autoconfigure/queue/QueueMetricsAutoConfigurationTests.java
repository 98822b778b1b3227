package io.github.valkeyflavors.autoconfigure.queue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.ops.ServerWatchAutoConfiguration;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.metrics.ObservationJobInterceptor;
import io.github.valkeyflavors.queue.metrics.QueueMetrics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QueueMetricsAutoConfiguration}.
 */
class QueueMetricsAutoConfigurationTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				QueueAutoConfiguration.class, ServerWatchAutoConfiguration.class, QueueMetricsAutoConfiguration.class));

	private ApplicationContextRunner runner() {
		return this.contextRunner.withPropertyValues("valkey.flavors.queue.host=127.0.0.1",
				"valkey.flavors.queue.port=" + server.port());
	}

	@Test
	void readsTheQueueWhenTheWatchLooksAtItsServer() {
		server.template().opsForSet().add("queues", "mail");

		runner().run((context) -> {
			bind(context);

			context.getBean(ServerWatch.class).refresh();

			assertThat(this.registry.get("valkey.queue.depth").tag("queue", "mail").gauge().value()).isZero();
		});
	}

	@Test
	void isUnknownWhenTheServerIsAway() {
		runner().run((context) -> {
			bind(context);
			context.getBean(ServerWatch.class).refresh();

			server.stop();
			context.getBean(ServerWatch.class).refresh();

			assertThat(this.registry.get("valkey.queue.enqueued").gauge().value()).isNaN();
		});
	}

	@Test
	void backsOffWhenSwitchedOff() {
		runner().withPropertyValues("valkey.queue.metrics.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(QueueMetrics.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		runner().withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyQueueMetrics"));
	}

	@Test
	void givesTheRunTimeAHistogram() {
		runner().run((context) -> {
			context.getBeansOfType(MeterFilter.class).values().forEach(this.registry.config()::meterFilter);
			Timer timer = this.registry.timer(ObservationJobInterceptor.PERFORM, "job.type", "Mail");

			timer.record(Duration.ofMillis(40));

			assertThat(Arrays.stream(timer.takeSnapshot().histogramCounts())
				.filter((bucket) -> bucket.count() > 0)
				.mapToDouble(CountAtBucket::bucket)
				.min()).hasValue(50_000_000.0);
		});
	}

	private void bind(ApplicationContext context) {
		List.copyOf(context.getBeansOfType(MeterBinder.class).values())
			.forEach((binder) -> binder.bindTo(this.registry));
	}

}
