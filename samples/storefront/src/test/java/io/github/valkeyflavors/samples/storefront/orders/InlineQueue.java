package io.github.valkeyflavors.samples.storefront.orders;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.client.JobSink;
import io.github.valkeyflavors.queue.client.PayloadFactory;
import io.github.valkeyflavors.queue.client.ValkeyJobClient;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.RetryLimit;
import io.github.valkeyflavors.queue.worker.JobMethod;
import io.github.valkeyflavors.queue.worker.JobMethods;
import io.github.valkeyflavors.queue.worker.JobPerformer;

/**
 * The shop's queue without a server: who pushes a job waits until it has run, all of its
 * attempts right after one another.
 */
@TestConfiguration(proxyBeanMethods = false)
public class InlineQueue {

	@Bean
	JobClient jobClient(OrderConfirmation confirmation, OrderLife life) {
		return client(life, (jobs) -> jobs.forEach((job) -> perform(job.payload(), confirmation, life)));
	}

	/**
	 * A client that hands jobs to a sink after the commit.
	 */
	static JobClient client(OrderLife life, JobSink sink) {
		return client(life, PayloadFactory.Limits.STANDARD, sink);
	}

	static JobClient client(OrderLife life, PayloadFactory.Limits limits, JobSink sink) {
		PayloadFactory payloads = new PayloadFactory(JsonMapper.shared(), () -> List.of(life), limits,
				InstantSource.system());
		JobMethods methods = new JobMethods(List.of(method(OrderConfirmation.class, () -> {
			throw new IllegalStateException("Only enqueues");
		})));
		return new ValkeyJobClient(payloads, methods, sink, true);
	}

	// In another thread, because this one is still inside of a transaction
	private static void perform(JobPayload job, OrderConfirmation confirmation, OrderLife life) {
		CompletableFuture.runAsync(() -> performAll(job, confirmation, life)).orTimeout(10, TimeUnit.SECONDS).join();
	}

	private static void performAll(JobPayload job, OrderConfirmation confirmation, OrderLife life) {
		for (int attempt = 1; attempt <= OrderConfirmation.RETRIES + 1; attempt++) {
			TestJob run = new TestJob(job, attempt);
			Throwable failure = run.perform(confirmation, life);
			if (failure == null) {
				return;
			}
			if (attempt > OrderConfirmation.RETRIES) {
				life.died(run, failure);
			}
		}
	}

	static JobMethod method(Class<? extends OrderConfirmation> type, Supplier<Object> bean) {
		var method = ReflectionUtils.findMethod(type, "confirm", UUID.class, JobContext.class);
		Assert.state(method != null, "No job method");
		JobDefaults defaults = new JobDefaults("default", new RetryLimit(OrderConfirmation.RETRIES), null, 0);
		return new JobMethod(OrderConfirmation.TYPE, defaults, method, type, bean, JsonMapper.shared());
	}

	static JobPerformer performer(OrderLife life) {
		return new JobPerformer(List.of(life));
	}

}
