package io.github.valkeyflavors.it.sidekiq;

import java.util.ArrayDeque;
import java.util.Deque;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.queue.JobClient;

/**
 * One queue, empty before each test, that a Ruby and a Java application share.
 */
@ValkeyServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractSidekiqContract {

	private final Deque<AutoCloseable> started = new ArrayDeque<>();

	private Server queue;

	private Sidekiq sidekiq;

	@BeforeAll
	void openConsole(Servers servers) {
		this.queue = servers.server("queue");
		this.sidekiq = Sidekiq.on(this.queue);
	}

	@BeforeEach
	void empty() {
		this.queue.flushAll();
	}

	@AfterEach
	void stopWorkers() throws Exception {
		while (!this.started.isEmpty()) {
			this.started.pop().close();
		}
	}

	@AfterAll
	void closeConsole() {
		if (this.sidekiq != null) {
			this.sidekiq.close();
		}
	}

	Server queue() {
		return this.queue;
	}

	Sidekiq ruby() {
		return this.sidekiq;
	}

	JavaApplication startJavaWorker(String... properties) {
		return closing(JavaApplication.worker(this.queue, properties));
	}

	JobClient javaClient() {
		return closing(JavaApplication.client(this.queue)).jobs();
	}

	SidekiqContainer startRubyWorker() {
		return closing(this.sidekiq.startWorker());
	}

	private <T extends AutoCloseable> T closing(T resource) {
		this.started.push(resource);
		return resource;
	}

}
