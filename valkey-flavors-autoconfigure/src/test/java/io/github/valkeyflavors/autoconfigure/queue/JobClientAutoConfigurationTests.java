package io.github.valkeyflavors.autoconfigure.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.unit.DataSize;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobDraft;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.JobRefusedException;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.client.JobSink;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobClientAutoConfigurationTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(QueueAutoConfiguration.class, ValkeyFlavorsAutoConfiguration.class,
				DataRedisAutoConfiguration.class))
		.withPropertyValues("valkey.queue.worker.enabled=false", "valkey.host=127.0.0.1",
				"valkey.port=" + server.port());

	@Test
	void appliesAllThatAnnotationDeclares() {
		this.contextRunner.withBean(ReportJobs.class)
			.run((context) -> assertThat(context.getBean(JobMethodDiscovery.class).defaults("report"))
				.isEqualTo(new JobDefaults("low", new RetryLimit(3), Duration.ofDays(3), 20)));
	}

	@Test
	void callsInterceptorsInOrder() {
		this.contextRunner.withUserConfiguration(InterceptorConfiguration.class).run((context) -> {
			context.getBean(JobClient.class).enqueue("a");

			assertThat(pushed("default")).singleElement().asString().contains("\"first\":\"1\",\"second\":\"2\"");
		});
	}

	@Test
	void letsInterceptorUseClient() {
		this.contextRunner.withBean(EnqueueingInterceptor.class).run((context) -> {
			context.getBean(JobClient.class).enqueue("a");

			assertThat(pushed("default")).hasSize(2);
		});
	}

	@Test
	void handsJobsToSinkOfApplication() {
		List<String> jids = new ArrayList<>();
		JobSink sink = (jobs) -> jobs.forEach((job) -> jids.add(job.jid()));

		this.contextRunner.withBean(JobSink.class, () -> sink).run((context) -> {
			String jid = context.getBean(JobClient.class).enqueue("a");

			assertThat(jids).containsExactly(jid);
			assertThat(pushed("default")).isEmpty();
		});
	}

	@Test
	void limitsPayloads() {
		this.contextRunner.withPropertyValues("valkey.queue.max-payload-size=200B")
			.run((context) -> assertThatExceptionOfType(JobRefusedException.class)
				.isThrownBy(() -> context.getBean(JobClient.class).enqueue("a", "x".repeat(200)))
				.withMessageEndingWith("valkey.queue.max-payload-size allows 200"));
	}

	@Test
	void limitsDepthOfArguments() {
		this.contextRunner.withPropertyValues("valkey.queue.max-argument-depth=1")
			.run((context) -> assertThatExceptionOfType(JobRefusedException.class)
				.isThrownBy(() -> context.getBean(JobClient.class).enqueue("a", List.of(List.of())))
				.withMessageEndingWith("valkey.queue.max-argument-depth allows 1"));
	}

	@ParameterizedTest
	@CsvSource({ "true,0", "false,1" })
	void waitsForCommitUnlessSwitchedOff(boolean afterCommit, int pushed) {
		this.contextRunner.withPropertyValues("valkey.queue.enqueue-after-commit=" + afterCommit).run((context) -> {
			TransactionSynchronizationManager.initSynchronization();
			TransactionSynchronizationManager.setActualTransactionActive(true);
			try {
				context.getBean(JobClient.class).enqueue("a");
				assertThat(pushed("default")).hasSize(pushed);
			}
			finally {
				TransactionSynchronizationManager.getSynchronizations().forEach((each) -> each.afterCompletion(1));
				TransactionSynchronizationManager.clear();
			}
		});
	}

	@Test
	void failsWhenNoPayloadFits() {
		failsWith("valkey.queue.max-payload-size", "0B", DataSize.ofBytes(0), "Set it to 1B or more");
	}

	@Test
	void failsWhenDepthIsNegative() {
		failsWith("valkey.queue.max-argument-depth", "-1", -1, "Set it to 0, for");
	}

	private void failsWith(String name, String text, Object value, String remedy) {
		this.contextRunner.withPropertyValues(name + "=" + text)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(name);
					assertThat(ex.getValue()).isEqualTo(value);
					assertThat(ex.getReason()).contains(remedy);
				}));
	}

	@Test
	void enqueuesThroughInterfaceThatBeanImplements() {
		this.contextRunner.withBean(OrderJobs.class).run((context) -> {
			context.getBean(JobClient.class).via(Orders.class).confirm(42);

			assertThat(pushed("orders")).singleElement().asString().contains("\"class\":\"confirm\",\"args\":[42]");
		});
	}

	@Test
	void enqueuesThroughAnnotatedInterfaceThatBeanImplements() {
		this.contextRunner.withBean(InvoiceJobs.class).run((context) -> {
			context.getBean(JobClient.class).via(Invoices.class).send(42, null);
			context.getBean(JobClient.class).enqueue("send", 43);

			assertThat(pushed("invoices")).hasSize(2);
		});
	}

	@Test
	void enqueuesThroughAnnotatedInterfaceWithoutBean() {
		this.contextRunner.run((context) -> {
			context.getBean(JobClient.class).via(Invoices.class).send(42, null);

			assertThat(pushed("invoices")).singleElement()
				.asString()
				.startsWith(
						"{\"retry\":true,\"queue\":\"invoices\",\"retry_for\":43200,\"class\":\"send\",\"args\":[42],");
		});
	}

	@Test
	void findsNoJobMethodsInObjectThatEnqueues() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(JobMethodDiscovery.class).get().isEmpty()).isTrue();
		});
	}

	@Test
	void findsJobMethodBesideObjectThatEnqueues() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withBean(InvoiceJobs.class)
			.run((context) -> assertThat(context.getBean(JobMethodDiscovery.class).get().isEmpty()).isFalse());
	}

	@Test
	void failsWhenInterfaceHasNoJob() {
		this.contextRunner.run((context) -> assertThatExceptionOfType(InvalidJobException.class)
			.isThrownBy(() -> context.getBean(JobClient.class).via(Orders.class))
			.withMessageContaining("Orders.confirm(int) belongs to no job"));
	}

	@ParameterizedTest
	@ValueSource(classes = { NoDuration.class, TooShort.class, TooLong.class, Overflow.class })
	void failsWhenDeadlineIsNone(Class<?> jobs) {
		this.contextRunner.withBean(jobs)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidJobException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("@Job(\"a\", retryFor = \"")
						.hasMessageContaining(jobs.getSimpleName() + ".perform()")
						.hasMessageNotContaining("\n");
					assertThat(ex.getRemedy()).contains("such as 3d, 12h or PT12H");
				}));
	}

	@Test
	void failsWhenBacktraceIsNegative() {
		this.contextRunner.withBean(NegativeBacktrace.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidJobException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("@Job(\"a\", backtrace = -1)")
						.hasMessageContaining("NegativeBacktrace.perform()");
					assertThat(ex.getRemedy()).contains("0 or more");
				}));
	}

	@Test
	void failsWithoutBeanOfRetryDelay() {
		this.contextRunner.withBean(SlowJobs.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidJobException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("retryDelay = Slowly.class")
						.hasMessageContaining("SlowJobs.perform()")
						.hasMessageEndingWith("but there are 0");
					assertThat(ex.getRemedy()).contains("Slowly as a bean, once.");
				}));
	}

	@Test
	void failsWithTwoBeansOfRetryDelay() {
		this.contextRunner.withBean(SlowJobs.class)
			.withBean("one", Slowly.class)
			.withBean("other", Slowly.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidJobException.class)
				.hasMessageEndingWith("but there are 2"));
	}

	@Test
	void acceptsBeanOfRetryDelay() {
		this.contextRunner.withBean(SlowJobs.class)
			.withBean(Slowly.class)
			.run((context) -> assertThat(context.getBean(JobMethodDiscovery.class).get().retryDelays())
				.containsExactly(context.getBean(Slowly.class)));
	}

	private static List<String> pushed(String queue) {
		return Objects.requireNonNull(server.template().opsForList().range("queue:" + queue, 0, -1));
	}

	static class ReportJobs {

		@Job(value = "report", queue = "low", retry = 3, retryFor = "3d", backtrace = 20)
		void report() {
		}

	}

	interface Orders {

		void confirm(int order);

	}

	static class OrderJobs implements Orders {

		@Job(value = "confirm", queue = "orders")
		@Override
		public void confirm(int order) {
		}

	}

	interface Invoices {

		@Job(value = "send", queue = "invoices", retryFor = "PT12H")
		void send(int invoice, @Nullable JobContext context);

	}

	static class InvoiceJobs implements Invoices {

		@Override
		public void send(int invoice, @Nullable JobContext context) {
		}

	}

	static class NoDuration {

		@Job(value = "a", retryFor = "soon")
		void perform() {
		}

	}

	static class TooShort {

		@Job(value = "a", retryFor = "999")
		void perform() {
		}

	}

	static class TooLong {

		@Job(value = "a", retryFor = "20000d")
		void perform() {
		}

	}

	static class Overflow {

		@Job(value = "a", retryFor = "9223372036854775807d")
		void perform() {
		}

	}

	static class NegativeBacktrace {

		@Job(value = "a", backtrace = -1)
		void perform() {
		}

	}

	static class SlowJobs {

		@Job(value = "a", retryDelay = Slowly.class)
		void perform() {
		}

	}

	static class Slowly implements RetryDelay {

		@Override
		public Duration before(int count, JobContext job, Throwable failure) {
			return Duration.ofDays(1);
		}

	}

	static class EnqueueingInterceptor implements JobInterceptor {

		private final JobClient client;

		EnqueueingInterceptor(JobClient client) {
			this.client = client;
		}

		@Override
		public void enqueue(JobDraft job) {
			if (!job.type().equals("audit")) {
				this.client.enqueue("audit", job.jid());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterceptorConfiguration {

		@Bean
		@Order(2)
		JobInterceptor second() {
			return header("second", "2");
		}

		@Bean
		@Order(1)
		JobInterceptor first() {
			return header("first", "1");
		}

		private static JobInterceptor header(String name, String value) {
			return new JobInterceptor() {

				@Override
				public void enqueue(JobDraft job) {
					job.header(name, value);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		Invoices invoices(JobClient client) {
			return client.via(Invoices.class);
		}

	}

}
