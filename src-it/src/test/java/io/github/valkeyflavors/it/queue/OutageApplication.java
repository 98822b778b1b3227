package io.github.valkeyflavors.it.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.outage.BufferState;
import io.github.valkeyflavors.queue.outage.OutageJobSink;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;

/**
 * An application with a job of each outage mode, which write down what runs where.
 */
final class OutageApplication implements AutoCloseable {

	static final String NO_WORKER = "--valkey.queue.worker.enabled=false";

	private final ConfigurableApplicationContext context;

	private OutageApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start the application. Its worker runs one job at a time.
	 */
	static OutageApplication start(TcpProxy proxy, String... further) {
		List<String> arguments = new ArrayList<>();
		proxy.variables("REDIS_QUEUE").forEach((name, value) -> arguments.add("--" + name + "=" + value));
		arguments.addAll(List.of("--spring.config.name=none", "--valkey.queue.worker.concurrency=1",
				"--valkey.queue.worker.poll-interval=200ms", "--valkey.queue.worker.heartbeat-interval=1s"));
		arguments.addAll(List.of(further));
		return new OutageApplication(QueueApplication.of(Jobs.class).run(arguments.toArray(String[]::new)));
	}

	JobClient jobs() {
		return this.context.getBean(JobClient.class);
	}

	FlavorBreaker breaker() {
		return ((GuardedConnections) this.context.getBean("queueConnectionFactory", RedisConnectionFactory.class))
			.breaker();
	}

	BufferState buffer() {
		return this.context.getBean(OutageJobSink.class).state();
	}

	/**
	 * What has run so far, in its order.
	 */
	List<Run> runs() {
		return List.copyOf(this.context.getBean(Runs.class).all);
	}

	List<String> names() {
		return runs().stream().map(Run::name).toList();
	}

	/**
	 * Let the jobs end that wait for it.
	 */
	void release() {
		this.context.getBean(Runs.class).gate().countDown();
	}

	long lostClaims() {
		return this.context.getBean(WorkerLauncher.class).state().lostClaims();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * A job that has run.
	 *
	 * @param name its argument
	 * @param thread the name of its thread
	 */
	record Run(String name, String thread) {

	}

	/**
	 * What has run.
	 *
	 * @param all each run
	 * @param gate lets the jobs end that wait for it
	 */
	record Runs(Queue<Run> all, CountDownLatch gate) {

		void add(String name) {
			this.all.add(new Run(name, Thread.currentThread().getName()));
		}

	}

	/**
	 * The jobs.
	 *
	 * @param runs where they write down that they run
	 */
	record Performer(Runs runs) {

		@Job("fail")
		void fail(String name) {
			this.runs.add(name);
		}

		@Job("hold")
		void hold(String name) throws InterruptedException {
			this.runs.add(name);
			boolean unused = this.runs.gate().await(1, TimeUnit.MINUTES);
		}

		@Job(value = "inline", inlineSafe = true)
		void inline(String name) {
			this.runs.add(name);
		}

		@Job(value = "buffer", outage = OutageMode.BUFFER)
		void buffer(String name) {
			this.runs.add(name);
		}

		@Job(value = "other", queue = "other", outage = OutageMode.BUFFER)
		void other(String name) {
			this.runs.add(name);
		}

	}

	/**
	 * Its beans.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Jobs {

		@Bean
		Runs runs() {
			return new Runs(new ConcurrentLinkedQueue<>(), new CountDownLatch(1));
		}

		@Bean
		Performer performer(Runs runs) {
			return new Performer(runs);
		}

	}

}
