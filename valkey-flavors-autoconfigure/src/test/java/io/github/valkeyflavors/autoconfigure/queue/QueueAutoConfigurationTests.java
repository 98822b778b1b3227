package io.github.valkeyflavors.autoconfigure.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.JobSet;
import io.github.valkeyflavors.queue.admin.QueueSummary;
import io.github.valkeyflavors.queue.admin.ValkeyJobQueues;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.client.ValkeyJobClient;
import io.github.valkeyflavors.queue.metrics.MdcJobInterceptor;
import io.github.valkeyflavors.queue.metrics.ObservationJobInterceptor;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;
import io.github.valkeyflavors.queue.worker.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class QueueAutoConfigurationTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(QueueAutoConfiguration.class, ValkeyFlavorsAutoConfiguration.class,
				DataRedisAutoConfiguration.class))
		.withPropertyValues("valkey.queue.worker.poll-interval=100ms", "valkey.host=127.0.0.1",
				"valkey.port=" + server.port());

	@Test
	void performsJobsOfBeans() {
		this.contextRunner.withBean(ShopJobs.class).run((context) -> {
			context.getBean(JobClient.class).enqueue("order_confirmation", 42, "x");

			await().atMost(Duration.ofSeconds(10)).until(() -> context.getBean(ShopJobs.class).confirmed == 42);
			assertThat(context.getBean(WorkerLauncher.class).isRunning()).isTrue();
		});
	}

	@Test
	void stopsWorkerWithContext() {
		this.contextRunner.withBean(ShopJobs.class)
			.run((context) -> await().atMost(Duration.ofSeconds(10))
				.until(() -> Boolean.TRUE.equals(server.template().hasKey("valkey-flavors:workers"))));

		assertThat(server.template().keys("*")).isEmpty();
	}

	@Test
	void enqueuesWithDeclaredQueueAndRetries() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.enabled=false")
			.withBean(ShopJobs.class)
			.run((context) -> {
				context.getBean(JobClient.class).enqueue("report");

				assertThat(server.template().opsForList().leftPop("queue:low")).startsWith("{\"retry\":3,");
			});
	}

	@Test
	void enqueuesForeignTypeWithoutAnyJobMethod() {
		this.contextRunner.run((context) -> {
			context.getBean(JobClient.class).enqueue("HardJob", 1);

			assertThat(server.template().opsForList().leftPop("queue:default")).contains("\"class\":\"HardJob\"");
		});
	}

	@Test
	void administersQueueDatabase() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.enabled=false").run((context) -> {
			context.getBean(JobClient.class).enqueue("HardJob", 1);

			assertThat(context.getBean(JobQueues.class).queues()).extracting(QueueSummary::size).containsExactly(1L);
		});
	}

	@Test
	void backsOffBeforeAdministrationOfApplication() {
		JobQueues own = new ValkeyJobQueues(new LettuceConnectionFactory(), InstantSource.system());

		this.contextRunner.withBean("own", JobQueues.class, () -> own)
			.run((context) -> assertThat(context).getBean(JobQueues.class).isSameAs(own));
	}

	@Test
	void startsNoThreadsWithoutJobMethods() {
		this.contextRunner.run((context) -> assertThat(context.getBean(WorkerLauncher.class).isRunning()).isFalse());
	}

	@Test
	void hasNoWorkerWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.enabled=false")
			.withBean(ShopJobs.class)
			.run((context) -> assertThat(context).hasSingleBean(JobClient.class).doesNotHaveBean(WorkerLauncher.class));
	}

	@Test
	void startsWorkerLateAndStopsItBeforeWebServer() {
		this.contextRunner.run((context) -> assertThat(context.getBean(WorkerLauncher.class).getPhase())
			.isGreaterThan(Integer.MAX_VALUE - 1024)
			.isLessThan(Integer.MAX_VALUE));
	}

	@Test
	void backsOffWithoutRouter() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(QueueAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(JobClient.class));
	}

	@Test
	void backsOffWithoutJackson() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).doesNotHaveBean(JobClient.class));
	}

	@Test
	void backsOffBeforeClientOfApplication() {
		JobClient own = new ValkeyJobClient(new LettuceConnectionFactory(), JsonMapper.shared(),
				(type) -> JobDefaults.UNDECLARED, InstantSource.system());

		this.contextRunner.withBean("own", JobClient.class, () -> own)
			.run((context) -> assertThat(context).getBean(JobClient.class).isSameAs(own));
	}

	@Test
	void performsJobsBehindProxy() {
		this.contextRunner.withUserConfiguration(ProxiedConfiguration.class).run((context) -> {
			context.getBean(JobClient.class).enqueue("proxied", "a");

			await().atMost(Duration.ofSeconds(10))
				.until(() -> "a".equals(context.getBean(ProxiedJobs.class).received()));
		});
	}

	@Test
	void doesNotInstantiateLazyBeanBeforeItsFirstJob() {
		this.contextRunner.withUserConfiguration(LazyConfiguration.class).run((context) -> {
			assertThat(context.getBean(WorkerLauncher.class).isRunning()).isTrue();
			assertThat(context.getBeanFactory().containsSingleton("lazyJobs")).isFalse();

			context.getBean(JobClient.class).enqueue("report");

			await().atMost(Duration.ofSeconds(10)).until(() -> context.getBeanFactory().containsSingleton("lazyJobs"));
		});
	}

	@Test
	void findsJobMethodsOfPrototype() {
		this.contextRunner
			.withBean("prototype", ShopJobs.class, ShopJobs::new,
					(definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE))
			.run((context) -> assertThat(context.getBean(JobMethodDiscovery.class).get().isEmpty()).isFalse());
	}

	@Test
	void failsWhenTwoMethodsDeclareOneType() {
		this.contextRunner.withBean("one", ShopJobs.class)
			.withBean("other", OtherJobs.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidJobException.class)
				.hasMessageContaining("'report'")
				.hasMessageContaining("ShopJobs.report")
				.hasMessageContaining("OtherJobs.report"));
	}

	@Test
	void failsWhenPoolHasNoConnectionForEachWait() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.queues=a,b,c,d,e,f,g,h")
			.withBean(ShopJobs.class)
			.run((context) -> assertInvalid(context, "spring.data.redis.lettuce.pool.max-active", 8,
					"a connection for each queue that it waits for, which are 8. Set it to at least 9."));
	}

	@Test
	void performsJobsWhereCommandsHaveNoTimeout() {
		this.contextRunner.withPropertyValues("valkey.flavors.queue.command-timeout=0")
			.withBean(ShopJobs.class)
			.run((context) -> {
				context.getBean(JobClient.class).enqueue("order_confirmation", 42, "x");

				await().atMost(Duration.ofSeconds(10)).until(() -> context.getBean(ShopJobs.class).confirmed == 42);
			});
	}

	@Test
	void failsWhenFlavorOfDatabaseEvicts() {
		this.contextRunner.withPropertyValues("valkey.queue.database=cache")
			.run((context) -> assertInvalid(context, "valkey.queue.database", "cache",
					"Jobs wait in a logical database of a flavor that does not evict: one of [sessions, queue, locks]."));
	}

	@Test
	void failsWhenDatabaseDoesNotExist() {
		this.contextRunner.withPropertyValues("valkey.queue.database=qeue")
			.run((context) -> assertInvalid(context, "valkey.queue.database", "qeue",
					"Jobs wait in a logical database of a flavor that does not evict: one of [sessions, queue, locks]."));
	}

	@Test
	void failsWhenConcurrencyIsBelowOne() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.concurrency=0")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.concurrency", 0, "Set it to 1 or more"));
	}

	@Test
	void failsWhenProcessIsLostBeforeItsNextHeartbeat() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.lost-after=10s")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.lost-after", "10000ms",
					"several times valkey.queue.worker.heartbeat-interval"));
	}

	@Test
	void failsWhenHeartbeatIsRarerThanLoss() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.heartbeat-interval=2m")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.heartbeat-interval", "120000ms",
					"fraction of valkey.queue.worker.lost-after"));
	}

	@Test
	void failsWhenQueueIsBlank() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.queues[0]=a", "valkey.queue.worker.queues[1]= ")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.queues[1]", "", "Name the queue"));
	}

	@Test
	void failsWhenIntervalIsZero() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.poll-interval=0s")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.poll-interval", "0ms", "1ms or more"));
	}

	@Test
	void failsWhenShutdownTimeoutIsNegative() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.shutdown-timeout=-1s")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.shutdown-timeout", "-1000ms", "0s or more"));
	}

	@Test
	void failsWhenWeightIsBelowOne() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.weights.low=0")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.weights.low", 0, "Set it to 1 or more"));
	}

	@Test
	void failsWhenQueuesAreBothStrictAndWeighted() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.queues=a", "valkey.queue.worker.weights.low=1")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.weights", Map.of("low", 1),
					"Remove valkey.queue.worker.queues or give each of them a weight here"));
	}

	@Test
	void failsWhenQueuesStandBesideGroups() {
		this.contextRunner
			.withPropertyValues("valkey.queue.worker.queues=a", "valkey.queue.worker.groups.slow.queues=low")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.queues", List.of("a"),
					"Move it into one of valkey.queue.worker.groups.slow"));
	}

	@Test
	void failsWhenTwoGroupsTakeTheRest() {
		this.contextRunner
			.withPropertyValues("valkey.queue.worker.groups.a.concurrency=1",
					"valkey.queue.worker.groups.b.concurrency=1")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.groups.b.queues", "",
					"Group 'a' has no queues either"));
	}

	@Test
	void failsWhenPrefetchIsNegative() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.prefetch=-1")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.prefetch", -1, "Set it to 0 or more"));
	}

	@Test
	void failsWhenRecoveriesAreNegative() {
		this.contextRunner.withPropertyValues("valkey.queue.worker.max-recoveries=-1")
			.run((context) -> assertInvalid(context, "valkey.queue.worker.max-recoveries", -1, "Set it to 0 or more"));
	}

	@Test
	void runsGroupsWithTheirOwnQueues() {
		this.contextRunner
			.withPropertyValues("valkey.queue.worker.groups.slow.queues=low",
					"valkey.queue.worker.groups.slow.concurrency=1", "valkey.queue.worker.groups.rest.concurrency=2")
			.withBean(ShopJobs.class)
			.run((context) -> {
				context.getBean(JobClient.class).enqueue("order_confirmation", 42, "x");

				await().atMost(Duration.ofSeconds(10)).until(() -> context.getBean(ShopJobs.class).confirmed == 42);
				assertThat(context.getBean(WorkerLauncher.class).state()).isNotNull()
					.extracting(WorkerState::concurrency)
					.isEqualTo(3);
			});
	}

	@Test
	void endpointShowsAndQuietsWorker() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(JobWorkerEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=jobworker")
			.withBean(ShopJobs.class)
			.run((context) -> {
				JobWorkerEndpoint endpoint = context.getBean(JobWorkerEndpoint.class);
				assertThat(endpoint.state()).isNotNull().extracting(WorkerState::quiet).isEqualTo(false);

				assertThat(endpoint.quiet()).isNotNull().extracting(WorkerState::quiet).isEqualTo(true);
			});
	}

	@Test
	void endpointIsAbsentUnlessExposed() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(JobWorkerEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(JobWorkerEndpoint.class));
	}

	@Test
	void carriesLoggingContextInJobs() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(QueueObservabilityAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(MdcJobInterceptor.class)
				.doesNotHaveBean(ObservationJobInterceptor.class));
	}

	@Test
	void carriesTraceThroughTheServerToTheWorker() {
		List<String> received = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new Propagation(received));
		this.contextRunner.withConfiguration(AutoConfigurations.of(QueueObservabilityAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> registry)
			.withBean(ThreadJobs.class)
			.run((context) -> {
				context.getBean(JobClient.class).enqueue("thread");

				await().atMost(Duration.ofSeconds(10)).until(() -> received.contains("00-1-2-01"));
			});
	}

	@Test
	void carriesTraceInJobsWhereThereIsARegistry() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(QueueObservabilityAutoConfiguration.class))
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).hasSingleBean(ObservationJobInterceptor.class));
	}

	@Test
	void delayBeanAppliesToAllJobs() {
		RetryDelay delay = (count, job, failure) -> Duration.ofMinutes(1);

		this.contextRunner.withBean(RetryDelay.class, () -> delay).withBean(FailingJobs.class).run((context) -> {
			long before = Instant.now().getEpochSecond();
			context.getBean(JobClient.class).enqueue("failing");

			JobSet retries = context.getBean(JobQueues.class).retries();
			await().atMost(Duration.ofSeconds(10)).until(() -> retries.size() == 1);
			assertThat(Objects.requireNonNull(retries.jobs(0, 1).get(0).at()).getEpochSecond()).isBetween(before + 60,
					before + 75);
		});
	}

	@Test
	void carriesNamedKeysOfLoggingContext() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(QueueObservabilityAutoConfiguration.class))
			.withPropertyValues("valkey.queue.mdc-keys=tenant")
			.run((context) -> {
				MDC.put("tenant", "acme");
				MDC.put("secret", "x");
				try {
					context.getBean(JobClient.class).with(JobOptions.NONE.queue("nobody")).enqueue("any");
				}
				finally {
					MDC.clear();
				}

				assertThat(context.getBean(JobQueues.class).jobs("nobody", 0, 1).get(0).payload())
					.contains("\"mdc\":\"{\\\"tenant\\\":\\\"acme\\\"}\"");
			});
	}

	/**
	 * Looks at the name, because Java 17 does not know what a virtual thread is.
	 */
	@Test
	void runsOnVirtualThreadsWhereTheyAreEnabled() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.withBean(ThreadJobs.class)
			.run((context) -> {
				context.getBean(JobClient.class).enqueue("thread");

				await().atMost(Duration.ofSeconds(10)).until(() -> context.getBean(ThreadJobs.class).thread != null);
				assertThat(String.valueOf(context.getBean(ThreadJobs.class).thread).startsWith("VirtualThread["))
					.isEqualTo(Runtime.version().feature() >= 21);
			});
	}

	@Test
	void failsWhenTwoDelaysApplyToAllJobs() {
		this.contextRunner.withBean("one", RetryDelay.class, () -> (count, job, failure) -> Duration.ZERO)
			.withBean("two", RetryDelay.class, () -> (count, job, failure) -> Duration.ZERO)
			.withBean(ShopJobs.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidJobException.class)
				.hasMessageStartingWith("There are 2 beans that say how long failed jobs wait"));
	}

	private void assertInvalid(AssertableApplicationContext context, String name, Object value, String remedy) {
		assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
				assertThat(ex.getName()).isEqualTo(name);
				assertThat(ex.getValue()).isEqualTo(value);
				assertThat(ex.getReason()).contains(remedy);
			});
	}

	static class ShopJobs {

		volatile int confirmed;

		@Job("order_confirmation")
		void confirm(int order, String note) {
			this.confirmed = order;
		}

		@Job(value = "report", queue = "low", retry = 3)
		void report() {
		}

	}

	/**
	 * What a tracer does with the context of a trace.
	 */
	record Propagation(List<String> received) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			if (context instanceof SenderContext<?> sender) {
				send(sender);
			}
			else if (context instanceof ReceiverContext<?> receiver) {
				receive(receiver);
			}
		}

		private <C> void send(SenderContext<C> sender) {
			sender.getSetter().set(sender.getCarrier(), "traceparent", "00-1-2-01");
		}

		private <C> void receive(ReceiverContext<C> receiver) {
			this.received.add(String
				.valueOf(receiver.getGetter().get(Objects.requireNonNull(receiver.getCarrier()), "traceparent")));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	static class FailingJobs {

		@Job("failing")
		void fail() {
			throw new IllegalStateException("broken");
		}

	}

	static class ThreadJobs {

		volatile @Nullable String thread;

		@Job("thread")
		void look() {
			this.thread = Thread.currentThread().toString();
		}

	}

	static class OtherJobs {

		@Job("report")
		void report() {
		}

	}

	interface ProxiedJobs {

		void perform(String argument);

		@Nullable String received();

	}

	static class AsyncJobs implements ProxiedJobs {

		private volatile @Nullable String received;

		@Async
		@Job("proxied")
		@Override
		public void perform(String argument) {
			this.received = argument;
		}

		@Override
		public @Nullable String received() {
			return this.received;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class ProxiedConfiguration {

		@Bean
		ProxiedJobs proxiedJobs() {
			return new AsyncJobs();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfiguration {

		@Bean
		@Lazy
		ShopJobs lazyJobs() {
			return new ShopJobs();
		}

	}

}
