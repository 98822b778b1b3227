package io.github.valkeyflavors.test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.client.JobSink;
import io.github.valkeyflavors.queue.client.PayloadFactory;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;
import io.github.valkeyflavors.test.FakeJobQueue.Mode;

/**
 * The beans of a job queue without a server: they take the place of the sink, and put
 * another clock into what makes the jobs. The rest is what auto-configuration makes.
 */
@Configuration(proxyBeanMethods = false)
class FakeJobQueueConfiguration {

	private final Mode mode;

	FakeJobQueueConfiguration(Mode mode) {
		this.mode = mode;
	}

	@Bean
	FakeJobStore fakeJobStore(ObjectProvider<JsonMapper> jsonMapper) {
		return new FakeJobStore(SingletonSupplier.of(() -> jsonMapper.getIfAvailable(JsonMapper::shared)));
	}

	@Bean
	FakeJobRunner fakeJobRunner(ObjectProvider<WorkerLauncher.Environment> environment, FakeJobStore store) {
		return new FakeJobRunner(environment::getObject, store);
	}

	@Bean
	FakeJobs fakeJobs(FakeJobStore store, FakeJobRunner runner) {
		return new FakeJobs(store, runner);
	}

	@Bean
	@Primary
	JobSink fakeJobSink(FakeJobStore store, FakeJobRunner runner,
			ObjectProvider<PlatformTransactionManager> transactionManagers) {
		return new FakeJobSink(this.mode, store, runner, () -> transactionManagers.orderedStream().toList());
	}

	@Bean
	static BeanPostProcessor fakeJobClockPostProcessor(ObjectProvider<FakeJobStore> store) {
		return new ClockPostProcessor(store);
	}

	@Bean
	SmartInitializingSingleton fakeJobQueueCheck(ObjectProvider<JobClient> client) {
		return () -> {
			if (client.stream().findAny().isEmpty()) {
				throw new IllegalStateException("@FakeJobQueue finds no JobClient in the context: "
						+ "is the queue switched off by valkey.enabled, or its auto-configuration excluded?");
			}
		};
	}

	/**
	 * Puts the clock of the test into what makes the jobs.
	 */
	private static final class ClockPostProcessor implements BeanPostProcessor {

		private final ObjectProvider<FakeJobStore> store;

		ClockPostProcessor(ObjectProvider<FakeJobStore> store) {
			this.store = store;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof PayloadFactory payloads) ? payloads.withClock(this.store.getObject().clock())
					: bean;
		}

	}

}
