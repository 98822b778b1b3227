package io.github.valkeyflavors.queue.client;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;

/**
 * Enqueues jobs in Sidekiq's wire format: has them made by a {@link PayloadFactory}, and
 * hands them to a {@link JobSink}, which pushes them to the queue database. Inside a
 * transaction it waits for the commit in between.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ValkeyJobClient implements JobClient {

	private final PayloadFactory payloads;

	private final DeclaredJobs declaredJobs;

	private final JobSink sink;

	private final boolean afterCommit;

	private final JobOptions options;

	/**
	 * Creates a client with the usual limits, without interceptors, that waits for
	 * commits.
	 * @param connectionFactory leads to the queue database
	 * @param jsonMapper writes the arguments
	 * @param declaredJobs says how the jobs of a type are pushed
	 * @param clock the wall clock
	 */
	public ValkeyJobClient(RedisConnectionFactory connectionFactory, JsonMapper jsonMapper, DeclaredJobs declaredJobs,
			InstantSource clock) {
		this(new PayloadFactory(jsonMapper, List::of, PayloadFactory.Limits.STANDARD, clock), declaredJobs,
				new ValkeyJobSink(connectionFactory, clock), true);
	}

	/**
	 * Creates a client.
	 * @param payloads makes the jobs
	 * @param declaredJobs says how the jobs of a type are pushed
	 * @param sink takes the jobs
	 * @param afterCommit whether jobs that are enqueued inside a transaction wait for its
	 * commit
	 */
	public ValkeyJobClient(PayloadFactory payloads, DeclaredJobs declaredJobs, JobSink sink, boolean afterCommit) {
		this(payloads, declaredJobs, sink, afterCommit, JobOptions.NONE);
	}

	private ValkeyJobClient(PayloadFactory payloads, DeclaredJobs declaredJobs, JobSink sink, boolean afterCommit,
			JobOptions options) {
		this.payloads = payloads;
		this.declaredJobs = declaredJobs;
		this.sink = sink;
		this.afterCommit = afterCommit;
		this.options = options;
	}

	@Override
	public String enqueue(String type, @Nullable Object... arguments) {
		return enqueue(type, this.declaredJobs.defaults(type), arguments);
	}

	// One null for all arguments means one argument that is null
	String enqueue(String type, JobDefaults defaults, @Nullable Object @Nullable [] arguments) {
		List<? extends @Nullable Object> values = (arguments != null) ? Arrays.asList(arguments)
				: Collections.singletonList(null);
		return enqueueAll(type, defaults, List.of(values)).get(0);
	}

	@Override
	public List<String> enqueueAll(String type, Iterable<? extends List<?>> argumentsOfEach) {
		return enqueueAll(type, this.declaredJobs.defaults(type), argumentsOfEach);
	}

	private List<String> enqueueAll(String type, JobDefaults defaults,
			Iterable<? extends List<? extends @Nullable Object>> argumentsOfEach) {
		List<NewJob> jobs = this.payloads.create(type, defaults, this.options, argumentsOfEach);
		if (this.afterCommit && !this.options.pushedAtOnce()) {
			AfterCommit.push(this.sink, jobs);
		}
		else {
			this.sink.push(jobs);
		}
		return jobs.stream().map(NewJob::jid).toList();
	}

	@Override
	public JobClient with(JobOptions options) {
		return new ValkeyJobClient(this.payloads, this.declaredJobs, this.sink, this.afterCommit,
				this.options.and(options));
	}

	@Override
	public <T> T via(Class<T> jobs) {
		return JobProxy.create(jobs, this, this.declaredJobs);
	}

}
