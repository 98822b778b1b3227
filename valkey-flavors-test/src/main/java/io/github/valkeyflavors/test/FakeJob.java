package io.github.valkeyflavors.test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

/**
 * A job that the application enqueued in a test. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class FakeJob {

	private final long sequence;

	private final JobPayload payload;

	private final Instant due;

	private final boolean scheduled;

	private final @Nullable Throwable failure;

	private final Supplier<JsonMapper> jsonMapper;

	private FakeJob(long sequence, JobPayload payload, Instant due, boolean scheduled, @Nullable Throwable failure,
			Supplier<JsonMapper> jsonMapper) {
		this.sequence = sequence;
		this.payload = payload;
		this.due = due;
		this.scheduled = scheduled;
		this.failure = failure;
		this.jsonMapper = jsonMapper;
	}

	static FakeJob ready(long sequence, JobPayload payload, Instant now, Supplier<JsonMapper> jsonMapper) {
		return new FakeJob(sequence, payload.enqueued(now), now, false, null, jsonMapper);
	}

	static FakeJob scheduled(long sequence, JobPayload payload, Instant due, Supplier<JsonMapper> jsonMapper) {
		return new FakeJob(sequence, payload, due, true, null, jsonMapper);
	}

	// The job as it goes from the set of scheduled jobs or of retries to its queue
	FakeJob pushed(Instant now) {
		return this.scheduled
				? new FakeJob(this.sequence, this.payload.enqueued(now), this.due, true, this.failure, this.jsonMapper)
				: this;
	}

	FakeJob failed(JobPayload payload, Instant due, Throwable failure) {
		return new FakeJob(this.sequence, payload, due, true, failure, this.jsonMapper);
	}

	long sequence() {
		return this.sequence;
	}

	/**
	 * Returns the id of the job.
	 * @return 24 hexadecimal digits
	 */
	public String jid() {
		return this.payload.jid();
	}

	/**
	 * Returns the job type.
	 * @return the job type
	 */
	public String type() {
		return this.payload.jobType();
	}

	/**
	 * Returns the queue that the job is for.
	 * @return the name of the queue
	 */
	public String queue() {
		return this.payload.queue();
	}

	/**
	 * Returns the arguments.
	 * @return the text of a JSON array
	 */
	public String arguments() {
		return this.payload.arguments();
	}

	/**
	 * Reads an argument from its JSON, as the job method would.
	 * @param index its position, from 0 on
	 * @param type what to read it as
	 * @param <T> the type
	 * @return the value, {@code null} if it is null
	 * @throws IllegalArgumentException if the job has no such argument
	 * @throws tools.jackson.core.JacksonException if it is something else
	 */
	public <T> @Nullable T argument(int index, Class<T> type) {
		List<String> arguments = JobPayload.split(arguments());
		if (index < 0 || index >= arguments.size()) {
			throw new IllegalArgumentException("The job %s has no argument %d".formatted(this, index));
		}
		return this.jsonMapper.get().readValue(arguments.get(index), type);
	}

	/**
	 * Returns when the job is due, or was: when it was enqueued, unless it was scheduled
	 * or is to be retried.
	 * @return the time
	 */
	public Instant due() {
		return this.due;
	}

	/**
	 * Returns how long after it was created the job was to be performed.
	 * @return the time between, zero for at once
	 */
	public Duration delay() {
		Instant createdAt = this.payload.createdAt();
		return (this.scheduled && createdAt != null) ? Duration.between(createdAt, this.due) : Duration.ZERO;
	}

	/**
	 * Returns the words to find the job by.
	 * @return the tags
	 */
	public List<String> tags() {
		return this.payload.tags();
	}

	/**
	 * Returns how often the job is retried.
	 * @return the number of retries, {@link Job#RETRY_DEFAULT} or {@link Job#RETRY_NEVER}
	 */
	public int retry() {
		return Objects.requireNonNullElse(this.payload.retry(), RetryLimit.STANDARD).value();
	}

	/**
	 * Returns what the job threw last, if it is in {@link FakeJobs#retries()} or
	 * {@link FakeJobs#dead()}.
	 * @return the failure, or {@code null} if there is none
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Returns everything that would stand on the server.
	 * @return the payload
	 */
	public JobPayload payload() {
		return this.payload;
	}

	JsonMapper jsonMapper() {
		return this.jsonMapper.get();
	}

	@Override
	public String toString() {
		return "%s %s on queue '%s'%s".formatted(type(), arguments(), queue(),
				this.scheduled ? " due " + this.due : "");
	}

}
