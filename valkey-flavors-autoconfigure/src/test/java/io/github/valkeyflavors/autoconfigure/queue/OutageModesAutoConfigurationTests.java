package io.github.valkeyflavors.autoconfigure.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.JobRefusedException;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.client.JobSink;
import io.github.valkeyflavors.queue.metrics.JobBufferMetrics;
import io.github.valkeyflavors.queue.outage.OutageJobSink;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of jobs while the queue server is away, as declared and configured.
 */
class OutageModesAutoConfigurationTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(QueueAutoConfiguration.class, QueueObservabilityAutoConfiguration.class,
						ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class))
		.withPropertyValues("valkey.queue.worker.enabled=false", "valkey.host=127.0.0.1",
				"valkey.port=" + server.port());

	@ParameterizedTest
	@CsvSource({ "plain,FAIL,BUFFER", "inline,INLINE,INLINE", "buffered,BUFFER,BUFFER", "failing,FAIL,FAIL",
			"foreign,FAIL,BUFFER" })
	void appliesModeOfTypeElseThatOfProperty(String type, OutageMode byDefault, OutageMode byProperty) {
		this.contextRunner.withBean(Jobs.class)
			.run((context) -> assertThat(defaults(context, type).outage()).isEqualTo(byDefault));
		this.contextRunner.withBean(Jobs.class)
			.withPropertyValues("valkey.queue.outage.mode=buffer")
			.run((context) -> assertThat(defaults(context, type).outage()).isEqualTo(byProperty));
	}

	private static JobDefaults defaults(AssertableApplicationContext context, String type) {
		return context.getBean(JobMethodDiscovery.class).defaults(type);
	}

	@Test
	void failsWhenJobThatIsNotMarkedIsToRunInline() {
		this.contextRunner.withBean(UnmarkedJobs.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidJobException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("@Job(\"unmarked\", outage = INLINE)")
						.hasMessageContaining("is not marked");
					assertThat(ex.getRemedy()).contains("inlineSafe = true");
				}));
	}

	@Test
	void failsWhenJobHasTwoModes() {
		this.contextRunner.withBean(UndecidedJobs.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidJobException.class)
				.hasMessageContaining("[FAIL, BUFFER]"));
	}

	@Test
	void refusesToRunInlineWhatIsNotMarked() {
		this.contextRunner.withBean(Jobs.class).run((context) -> {
			JobClient inline = context.getBean(JobClient.class).with(JobOptions.NONE.outage(OutageMode.INLINE));

			assertThatExceptionOfType(JobRefusedException.class).isThrownBy(() -> inline.enqueue("plain"))
				.withMessageContaining("@Job(value = \"plain\", inlineSafe = true)");
			assertThatExceptionOfType(JobRefusedException.class).isThrownBy(() -> inline.enqueue("foreign"));
			assertThat(inline.enqueue("inline")).isNotEmpty();
		});
	}

	@Test
	void failsWhenInterfaceWantsToRunInlineWhatNobodyPerforms() {
		this.contextRunner.run((context) -> assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> context.getBean(JobClient.class).via(InlineInterface.class))
			.withMessageContaining("no bean of this application performs it"));
	}

	@Test
	void leavesMarkedJobOfInterfaceToThoseWhoPerformIt() {
		this.contextRunner.run((context) -> assertThat(
				context.getBean(JobMethodDiscovery.class).find(MarkedInterface.class.getMethod("elsewhere")))
			.satisfies((job) -> {
				assertThat(Objects.requireNonNull(job).defaults().outage()).isEqualTo(OutageMode.FAIL);
				assertThat(job.defaults().inlineSafe()).isFalse();
			}));
	}

	@Test
	void runsJobInlineInsideOfApplication() {
		this.contextRunner.withBean(Jobs.class).run((context) -> {
			limitMemory("1");
			try {
				context.getBean(JobClient.class).enqueue("inline");
			}
			finally {
				limitMemory("0");
			}

			assertThat(context.getBean(Jobs.class).threads).containsExactly(Thread.currentThread().getName());
		});
	}

	private static void limitMemory(String bytes) {
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			connection.serverCommands().setConfig("maxmemory", bytes);
		}
	}

	@Test
	void failsWhenAllJobsAreToRunInline() {
		failsWith("valkey.queue.outage.mode", "inline", "these do so without it");
	}

	@ParameterizedTest
	@CsvSource({ "push-timeout,0ms,Set it to 1ms or more", "buffer-size,-1,or more", "buffer-bytes,-1B,or more",
			"stop-timeout,-1s,Set it to 0s or more", "file,/does/not/exist,in a folder that exists" })
	void failsWithWrongProperty(String name, String value, String reason) {
		failsWith("valkey.queue.outage." + name, value, reason);
	}

	private void failsWith(String name, String value, String reason) {
		this.contextRunner.withPropertyValues(name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(name);
					assertThat(ex.getReason()).contains(reason);
				}));
	}

	@Test
	void stopsBufferAfterWorkerAndBeforeConnections() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(OutageJobSink.class).isRunning()).isTrue();
			// Where Boot stops web servers
			assertThat(OutageJobSink.PHASE).isLessThan(WorkerLauncher.PHASE)
				.isLessThan(Integer.MAX_VALUE - 2_048)
				.isPositive();
		});
	}

	@Test
	void backsOffBeforeSinkOfApplication() {
		this.contextRunner.withBean(JobSink.class, () -> (jobs) -> {
		}).run((context) -> assertThat(context).doesNotHaveBean(OutageJobSink.class));
	}

	@Test
	void bindsMetersOfBuffer() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(JobBufferMetrics.class).bindTo(registry);

			assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("valkey.queue.buffer.jobs", "valkey.queue.buffer.bytes", "valkey.queue.buffer.taken",
						"valkey.queue.buffer.dropped", "valkey.queue.inline");
			assertThat(registry.get("valkey.queue.buffer.jobs").gauge().value()).isZero();
		});
	}

	static class Jobs {

		final List<String> threads = new ArrayList<>();

		@Job("plain")
		void plain() {
		}

		@Job(value = "inline", inlineSafe = true)
		void inline() {
			this.threads.add(Thread.currentThread().getName());
		}

		@Job(value = "buffered", inlineSafe = true, outage = OutageMode.BUFFER)
		void buffered(@Nullable String argument) {
		}

		@Job(value = "failing", outage = OutageMode.FAIL)
		void failing() {
		}

	}

	static class UnmarkedJobs {

		@Job(value = "unmarked", outage = OutageMode.INLINE)
		void unmarked() {
		}

	}

	static class UndecidedJobs {

		@Job(value = "undecided", outage = { OutageMode.FAIL, OutageMode.BUFFER })
		void undecided() {
		}

	}

	interface InlineInterface {

		@Job(value = "elsewhere", inlineSafe = true, outage = OutageMode.INLINE)
		void elsewhere();

	}

	interface MarkedInterface {

		@Job(value = "elsewhere", inlineSafe = true)
		void elsewhere();

	}

}
