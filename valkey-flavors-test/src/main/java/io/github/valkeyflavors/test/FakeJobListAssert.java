package io.github.valkeyflavors.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Assertions that there is a job with certain properties. Each one leaves fewer jobs for
 * the next, so that together they hold for the same job. Used by one thread.
 *
 * @since 0.1.0
 */
public final class FakeJobListAssert extends AbstractAssert<FakeJobListAssert, List<FakeJob>> {

	private final String where;

	private final List<FakeJob> all;

	private final String expected;

	FakeJobListAssert(String where, List<FakeJob> all, String expected, List<FakeJob> jobs) {
		super(jobs, FakeJobListAssert.class);
		this.where = where;
		this.all = all;
		this.expected = expected;
	}

	/**
	 * Verifies the arguments, all of them, by the JSON that they become.
	 * @param arguments the arguments as they are passed to the client
	 * @return assertions on the jobs with these arguments
	 */
	public FakeJobListAssert withArguments(@Nullable Object... arguments) {
		JsonMapper jsonMapper = this.actual.get(0).jsonMapper();
		String json = jsonMapper.writeValueAsString(Arrays.asList(arguments));
		return only(" with arguments " + json,
				(job) -> jsonMapper.readTree(job.arguments()).equals(jsonMapper.readTree(json)));
	}

	/**
	 * Verifies the queue.
	 * @param queue the name of the queue
	 * @return assertions on the jobs for this queue
	 */
	public FakeJobListAssert onQueue(String queue) {
		return only(" on queue '%s'".formatted(queue), (job) -> job.queue().equals(queue));
	}

	/**
	 * Verifies how long after it was created the job is due.
	 * @param delay the time between, zero for at once
	 * @return assertions on the jobs with this delay
	 */
	public FakeJobListAssert dueIn(Duration delay) {
		return only(" due in " + delay, (job) -> job.delay().equals(delay));
	}

	/**
	 * Verifies when the job is due.
	 * @param time the time
	 * @return assertions on the jobs that are due then
	 */
	public FakeJobListAssert dueAt(Instant time) {
		return only(" due at " + time, (job) -> job.due().equals(time));
	}

	/**
	 * Verifies that the job has tags, and maybe more than these.
	 * @param tags the tags
	 * @return assertions on the jobs with these tags
	 */
	public FakeJobListAssert withTags(String... tags) {
		return only(" with tags " + List.of(tags), (job) -> job.tags().containsAll(List.of(tags)));
	}

	/**
	 * Verifies how many such jobs there are.
	 * @param count how many
	 * @return this
	 */
	public FakeJobListAssert times(int count) {
		if (this.actual.size() != count) {
			failWithMessage("%nExpecting %d times a %s to be %s, but there are %d among:%s", count, this.expected,
					this.where, this.actual.size(), lines(this.all));
		}
		return this;
	}

	FakeJobListAssert only(String property, Predicate<FakeJob> filter) {
		List<FakeJob> remaining = this.actual.stream().filter(filter).toList();
		FakeJobListAssert result = new FakeJobListAssert(this.where, this.all, this.expected + property, remaining)
			.as(descriptionText());
		if (remaining.isEmpty()) {
			failWithMessage("%nExpecting a %s to be %s, but there is:%s%s", result.expected, this.where,
					lines(this.all), hint());
		}
		return result;
	}

	static String lines(List<FakeJob> jobs) {
		return jobs.isEmpty() ? " nothing"
				: jobs.stream()
					.map(FakeJob::toString)
					.collect(Collectors.joining("%n  ".formatted(), "%n  ".formatted(), ""));
	}

	private static String hint() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				? "%nThe test is in a transaction: what was enqueued inside waits for its commit".formatted() : "";
	}

}
