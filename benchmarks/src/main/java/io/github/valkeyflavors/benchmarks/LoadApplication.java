package io.github.valkeyflavors.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;

/**
 * An application with the queue, as a user of the starter gets it, whose worker is
 * started and stopped by hand.
 */
final class LoadApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final StringRedisTemplate template;

	/**
	 * Starts the application; the worker rests.
	 * @param numbers says how many jobs run at the same time
	 */
	LoadApplication(Numbers numbers) {
		this.context = new SpringApplicationBuilder(Configuration.class).web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--logging.level.root=warn", "--valkey.queue.worker.queues=load",
					"--valkey.queue.worker.concurrency=" + numbers.concurrency());
		this.template = new StringRedisTemplate(queueDatabase());
		worker().stop();
	}

	private RedisConnectionFactory queueDatabase() {
		return this.context.getBean(ConnectionFactoryRouter.class).forDatabase("queue");
	}

	WorkerLauncher worker() {
		return this.context.getBean(WorkerLauncher.class);
	}

	LoadJobs jobs() {
		return this.context.getBean(LoadJobs.class);
	}

	JobClient client() {
		return this.context.getBean(JobClient.class);
	}

	/**
	 * Pushes jobs in batches.
	 * @return jobs per second
	 */
	double push(String type, int jobs) {
		JobClient client = client();
		long start = System.nanoTime();
		for (int batch = 0; batch < jobs; batch += Numbers.BATCH) {
			client.enqueueAll(type,
					IntStream.range(batch, Math.min(batch + Numbers.BATCH, jobs))
						.mapToObj((number) -> List.<Object>of("string", number, Map.of("mike", "bob")))
						.toList());
		}
		return perSecond(jobs, start);
	}

	/**
	 * Starts the worker, waits until a number of jobs ran, and stops it.
	 * @return jobs per second
	 */
	double drain(int jobs) throws InterruptedException {
		jobs().expect(jobs);
		long start = System.nanoTime();
		worker().start();
		jobs().awaitFinish();
		double perSecond = perSecond(jobs, start);
		worker().stop();
		return perSecond;
	}

	static double perSecond(long jobs, long startNanos) {
		return jobs / ((System.nanoTime() - startNanos) / 1e9);
	}

	/**
	 * Removes the newest jobs of the queue.
	 */
	void dropNewest(int jobs) {
		this.template.opsForList().trim("queue:load", jobs, -1);
	}

	void empty() {
		this.template.unlink("queue:load");
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration {

		@Bean
		LoadJobs loadJobs() {
			return new LoadJobs();
		}

	}

}
