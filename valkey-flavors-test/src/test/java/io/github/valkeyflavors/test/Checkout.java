package io.github.valkeyflavors.test;

import java.time.Duration;
import java.time.InstantSource;

import io.github.valkeyflavors.queue.JobClient;

/**
 * What a test of an application would look at. The reminder is due by the application's
 * own clock.
 */
class Checkout {

	private final JobClient jobs;

	private final InstantSource clock;

	Checkout(JobClient jobs, InstantSource clock) {
		this.jobs = jobs;
		this.clock = clock;
	}

	void place(int order) {
		this.jobs.enqueue("order_confirmation", order);
		this.jobs.enqueueAt(this.clock.instant().plus(Duration.ofDays(1)), "order_reminder", order);
	}

}
