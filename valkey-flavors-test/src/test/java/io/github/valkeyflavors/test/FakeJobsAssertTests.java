package io.github.valkeyflavors.test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.test.ShopJobs.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@SpringBootTest
@FakeJobQueue
class FakeJobsAssertTests {

	private final JobClient client;

	private final FakeJobs jobs;

	@Autowired
	FakeJobsAssertTests(JobClient client, FakeJobs jobs) {
		this.client = client;
		this.jobs = jobs;
	}

	@Test
	void findsJobByAllItsProperties() {
		Instant time = this.jobs.now().plus(Duration.ofMinutes(5));
		this.client.enqueue("shipping", 1);
		this.client.with(JobOptions.NONE.queue("low").tags("a", "b").at(time)).enqueue("shipping", 2, null);

		assertThat(this.jobs).hasEnqueued("shipping")
			.withArguments(2, null)
			.onQueue("low")
			.withTags("b")
			.dueIn(Duration.ofMinutes(5))
			.dueAt(time)
			.times(1);
	}

	@Test
	void comparesArgumentsAsJson() {
		Order order = new Order(1, LocalDate.of(2026, 2, 3));
		this.client.enqueue("shipping", order, 5L);

		assertThat(this.jobs).hasEnqueued("shipping").withArguments(order, 5);
	}

	@Test
	void findsJobThatWasPerformed() {
		this.client.enqueue("order_confirmation", 1);
		this.jobs.drain();

		assertThat(this.jobs).hasNoneWaiting().hasEnqueued("order_confirmation");
	}

	@Test
	void saysThatNothingWasEnqueued() {
		assertThat(message(() -> assertThat(this.jobs).hasEnqueued("shipping")))
			.isEqualTo("Expecting a job 'shipping' to be enqueued, but there is: nothing");
	}

	@Test
	void listsWhatWasEnqueuedInstead() {
		this.client.enqueue("order_confirmation", 41);
		this.client.enqueue("flaky", "100%s");

		assertThat(
				message(() -> assertThat(this.jobs).hasEnqueued("order_confirmation").withArguments(42).onQueue("x")))
			.isEqualTo("""
					Expecting a job 'order_confirmation' with arguments [42] to be enqueued, but there is:
					  order_confirmation [41] on queue 'mail'
					  flaky ["100%s"] on queue 'default'""");
	}

	@Test
	void listsDueTimes() {
		this.client.enqueueIn(Duration.ofHours(1), "order_confirmation", 1);
		String due = this.jobs.now().plus(Duration.ofHours(1)).toString();

		assertThat(message(() -> assertThat(this.jobs).hasEnqueued("order_confirmation").dueIn(Duration.ZERO)))
			.isEqualTo("""
					Expecting a job 'order_confirmation' due in PT0S to be enqueued, but there is:
					  order_confirmation [1] on queue 'mail' due %s""", due);
	}

	@Test
	void saysHowManyThereAre() {
		this.client.enqueue("flaky", "x");

		assertThat(message(() -> assertThat(this.jobs).hasEnqueued("flaky").times(2))).isEqualTo("""
				Expecting 2 times a job 'flaky' to be enqueued, but there are 1 among:
				  flaky ["x"] on queue 'default'""");
	}

	@Test
	void listsWhatShouldNotBeThere() {
		this.client.enqueue("flaky", "x");

		assertThat(message(() -> assertThat(this.jobs).hasNotEnqueued("flaky"))).isEqualTo("""
				Expecting no job 'flaky' to be enqueued, but there is:
				  flaky ["x"] on queue 'default'""");
		assertThat(message(() -> assertThat(this.jobs).hasNoneWaiting())).startsWith("Expecting no job to wait");
		assertThat(message(() -> assertThat(this.jobs).hasEnqueuedNothing()))
			.startsWith("Expecting no job to be enqueued");
		assertThat(this.jobs).hasNotEnqueued("shipping");
	}

	@Test
	void keepsDescription() {
		assertThat(message(() -> assertThat(this.jobs).as("the mail").hasEnqueued("shipping")))
			.startsWith("[the mail] ");
	}

	private static String message(ThrowingCallable assertion) {
		AssertionError error = catchThrowableOfType(AssertionError.class, assertion);
		return String.valueOf(error.getMessage()).strip();
	}

}
