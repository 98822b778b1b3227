package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.DeathHandler;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.client.ValkeyJobClient;
import io.github.valkeyflavors.queue.perform.JobMethods;
import io.github.valkeyflavors.queue.worker.WorkerSettings.Group;
import io.github.valkeyflavors.queue.worker.WorkerSettings.UnknownTypes;

/**
 * A server, a client and workers with short times, ended after each test.
 */
abstract class WorkerFixture {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	static final Duration SOON = Duration.ofSeconds(10);

	final TestJobs jobs = new TestJobs();

	final List<WorkerLauncher> workers = new ArrayList<>();

	RetryDelay retryDelay = (count, job, failure) -> Duration.ofMinutes(1);

	final List<JobInterceptor> interceptors = new ArrayList<>();

	final List<DeathHandler> deathHandlers = new ArrayList<>();

	UnknownTypes unknownTypes = UnknownTypes.PUT_BACK;

	int prefetch = 500;

	InstantSource clock = InstantSource.system();

	boolean virtualThreads;

	Duration blockTime = Duration.ofMillis(200);

	Duration shutdownTimeout = Duration.ofSeconds(5);

	Duration lostAfter = Duration.ofSeconds(5);

	@SuppressWarnings("NullAway.Init")
	StringRedisTemplate template;

	@SuppressWarnings("NullAway.Init")
	JobClient client;

	@BeforeEach
	void connect() {
		this.template = server.template();
		JobMethods methods = this.jobs.methods();
		this.client = new ValkeyJobClient(server.connectionFactory(), JsonMapper.shared(), methods::options,
				InstantSource.system());
	}

	@AfterEach
	void stopWorkers() {
		this.jobs.release.countDown();
		this.workers.forEach(WorkerLauncher::stop);
	}

	WorkerLauncher start(int concurrency, String... queues) {
		return start(server.connectionFactory(), concurrency, queues);
	}

	WorkerLauncher start(RedisConnectionFactory connectionFactory, int concurrency, String... queues) {
		return start(connectionFactory, new Group("default", concurrency, List.of(queues), Map.of()));
	}

	WorkerLauncher start(RedisConnectionFactory connectionFactory, Group... groups) {
		WorkerSettings settings = new WorkerSettings(List.of(groups), this.prefetch, this.shutdownTimeout,
				Duration.ofMillis(100), this.lostAfter, 3, Duration.ofMillis(100), this.blockTime, this.unknownTypes,
				this.virtualThreads);
		WorkerLauncher worker = new WorkerLauncher(new WorkerLauncher.Environment(connectionFactory, this.jobs::methods,
				this.interceptors, this.deathHandlers, () -> this.retryDelay, this.clock, System::nanoTime), settings);
		worker.start();
		this.workers.add(worker);
		return worker;
	}

	WorkerState state() {
		return Objects.requireNonNull(this.workers.get(0).state());
	}

	List<String> list(String key) {
		return Objects.requireNonNullElse(this.template.opsForList().range(key, 0, -1), List.of());
	}

	List<String> sortedSet(String key) {
		return List.copyOf(Objects.requireNonNullElse(this.template.opsForZSet().range(key, 0, -1), List.<String>of()));
	}

	@Nullable String onlyIdentity() {
		List<Object> identities = List.copyOf(this.template.opsForHash().keys("valkey-flavors:workers"));
		return (identities.size() == 1) ? identities.get(0).toString() : null;
	}

	int blockedClients() {
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			Properties clients = Objects.requireNonNull(connection.serverCommands().info("clients"));
			return Integer.parseInt(clients.getProperty("blocked_clients"));
		}
	}

}
