package io.github.valkeyflavors.it.sidekiq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.context.ConfigurableApplicationContext;

import io.github.valkeyflavors.it.queue.QueueApplication;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.queue.JobClient;

import static org.awaitility.Awaitility.await;

/**
 * The Java application that shares the queue: a client, and a worker if it wants one.
 */
final class JavaApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ConfigurableApplicationContext context;

	private final JavaJobs jobs;

	private JavaApplication(Server queue, List<String> properties) {
		this.context = QueueApplication.of(JavaJobs.class)
			.run(QueueApplication.arguments(queue, properties.toArray(String[]::new)));
		this.jobs = this.context.getBean(JavaJobs.class);
	}

	/**
	 * An application that performs jobs.
	 * @param properties such as {@code --valkey.queue.worker.concurrency=2}
	 */
	static JavaApplication worker(Server queue, String... properties) {
		List<String> all = new ArrayList<>(List.of("--valkey.queue.worker.poll-interval=100ms",
				"--valkey.queue.worker.heartbeat-interval=200ms", "--valkey.queue.worker.lost-after=10s"));
		all.addAll(List.of(properties));
		return new JavaApplication(queue, all);
	}

	/**
	 * An application that only enqueues.
	 */
	static JavaApplication client(Server queue) {
		return new JavaApplication(queue, List.of("--valkey.queue.worker.enabled=false"));
	}

	JobClient jobs() {
		return this.context.getBean(JobClient.class);
	}

	List<List<Object>> performed() {
		return this.jobs.performed();
	}

	List<List<Object>> awaitPerformed(int number) {
		await("jobs that Java performed").atMost(PATIENCE).until(() -> performed().size() >= number);
		return performed();
	}

	void release() {
		this.jobs.release();
	}

	@Override
	public void close() {
		release();
		this.context.close();
	}

}
