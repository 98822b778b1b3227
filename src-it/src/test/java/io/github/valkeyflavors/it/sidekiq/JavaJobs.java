package io.github.valkeyflavors.it.sidekiq;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.Job;

/**
 * The jobs of the Java application that shares a queue with Ruby. Notes the arguments of
 * each job that it performs.
 */
final class JavaJobs {

	private static final int HOLD_SECONDS = 30;

	private final List<List<Object>> performed = new CopyOnWriteArrayList<>();

	private final CountDownLatch released = new CountDownLatch(1);

	/**
	 * The arguments of each job that ran, oldest first.
	 */
	List<List<Object>> performed() {
		return this.performed;
	}

	/**
	 * Let the jobs of type {@code hold} end.
	 */
	void release() {
		this.released.countDown();
	}

	@Job("SharedJob")
	void shared(String text, int number, @Nullable Map<String, Object> details) {
		note(text, number, details);
	}

	@Job("FailingJob")
	void failedInRuby(int number) {
		note("failed in Ruby", number);
		if (number < 0) {
			throw new IllegalStateException("not in Java either");
		}
	}

	@Job(value = "fail", retry = 3, backtrace = 5)
	void fail(int number) {
		note("fail", number);
		throw new IllegalArgumentException("number " + number + " is not good");
	}

	@Job(value = "fail_for_good", retry = 0)
	void failForGood(int number) {
		note("fail_for_good", number);
		throw new IllegalArgumentException("number " + number + " is hopeless");
	}

	@Job(value = "hold", queue = "slow")
	void hold(int number) throws InterruptedException {
		note("hold", number);
		this.released.await(HOLD_SECONDS, TimeUnit.SECONDS);
	}

	@Job("Shop::ConfirmOrder")
	void confirmOrder(int order, String customer, Instant at, Map<String, Object> options) {
		note(order, customer, at, options);
	}

	private void note(@Nullable Object... arguments) {
		this.performed.add(Arrays.asList(arguments));
	}

}
