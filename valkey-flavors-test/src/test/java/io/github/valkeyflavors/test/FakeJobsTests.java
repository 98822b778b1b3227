package io.github.valkeyflavors.test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobArgumentException;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.JobRefusedException;
import io.github.valkeyflavors.queue.UnknownJobTypeException;
import io.github.valkeyflavors.test.FakeJobs.Failures;
import io.github.valkeyflavors.test.ShopApplication.Tenants;
import io.github.valkeyflavors.test.ShopJobs.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SpringBootTest
@FakeJobQueue
class FakeJobsTests {

	private final JobClient client;

	private final FakeJobs jobs;

	private final ShopJobs shop;

	@Autowired
	FakeJobsTests(JobClient client, FakeJobs jobs, ShopJobs shop) {
		this.client = client;
		this.jobs = jobs;
		this.shop = shop;
	}

	@BeforeEach
	void forget() {
		this.shop.log.clear();
	}

	@Test
	void collectsWithoutPerforming() {
		String jid = this.client.enqueue("order_confirmation", 42);

		assertThat(this.jobs.jobs()).extracting(FakeJob::jid).containsExactly(jid);
		assertThat(this.shop.log).isEmpty();
	}

	@Test
	void showsWhatWasEnqueued() {
		this.client.with(JobOptions.NONE.queue("low").retry(7).tags("a", "b"))
			.enqueue("shipping", new Order(1, LocalDate.of(2026, 2, 3)), "x");

		FakeJob job = this.jobs.jobs().get(0);
		assertThat(job.type()).isEqualTo("shipping");
		assertThat(job.queue()).isEqualTo("low");
		assertThat(job.arguments()).isEqualTo("[{\"id\":1,\"day\":\"2026-02-03\"},\"x\"]");
		assertThat(job.argument(0, Order.class)).isEqualTo(new Order(1, LocalDate.of(2026, 2, 3)));
		assertThat(job.tags()).containsExactly("a", "b");
		assertThat(job.retry()).isEqualTo(7);
		assertThat(job.due()).isEqualTo(this.jobs.now());
		assertThat(job.delay()).isZero();
		assertThat(job.payload().enqueuedAt()).isEqualTo(this.jobs.now());
	}

	@Test
	void saysWhichArgumentIsNotThere() {
		this.client.enqueue("order_confirmation", 1);

		assertThatIllegalArgumentException().isThrownBy(() -> this.jobs.jobs().get(0).argument(1, String.class))
			.withMessage("The job order_confirmation [1] on queue 'mail' has no argument 1");
	}

	@Test
	void usesDeclaredQueueAndRetries() {
		this.client.enqueue("order_confirmation", 1);
		this.client.enqueue("once", "x");

		assertThat(this.jobs.jobs()).extracting(FakeJob::queue).containsExactly("mail", "default");
		assertThat(this.jobs.jobs()).extracting(FakeJob::retry).containsExactly(2, Job.RETRY_NEVER);
	}

	@Test
	void filtersByTypeAndQueue() {
		this.client.enqueue("order_confirmation", 1);
		this.client.enqueue("flaky", "x");

		assertThat(this.jobs.jobs("flaky")).extracting(FakeJob::arguments).containsExactly("[\"x\"]");
		assertThat(this.jobs.onQueue("mail")).extracting(FakeJob::arguments).containsExactly("[1]");
	}

	@Test
	void enqueuesThroughInterface() {
		this.client.via(MailJobs.class).confirm(5);

		assertThat(this.jobs).hasEnqueued("order_confirmation").withArguments(5).onQueue("mail").times(1);
	}

	@Test
	void drainsInOrder() {
		this.client.enqueueAll("order_confirmation", List.of(List.of(1), List.of(2), List.of(3)));

		assertThat(this.jobs.drain()).isEqualTo(3);
		assertThat(this.shop.log).containsExactly("confirm 1", "confirm 2", "confirm 3");
		assertThat(this.jobs.jobs()).isEmpty();
		assertThat(this.jobs.performed()).hasSize(3);
	}

	@Test
	void drainsWhatJobsEnqueue() {
		this.client.enqueue("checkout", 7);

		assertThat(this.jobs.drain()).isEqualTo(2);
		assertThat(this.shop.log).containsExactly("check out 7", "confirm 7");
		assertThat(this.jobs.jobs()).extracting(FakeJob::delay).containsExactly(Duration.ofHours(1));
	}

	@Test
	void drainsOneQueueOnly() {
		this.client.enqueue("checkout", 1);
		this.client.enqueue("order_confirmation", 2);

		assertThat(this.jobs.drain("mail")).isEqualTo(1);
		assertThat(this.shop.log).containsExactly("confirm 2");
		assertThat(this.jobs.drain("default")).isEqualTo(1);
		assertThat(this.jobs.onQueue("mail")).hasSize(2);
	}

	@Test
	void performsScheduledJobOnlyWhenDue() {
		this.client.enqueueIn(Duration.ofMinutes(5), "order_confirmation", 1);

		this.jobs.advance(Duration.ofMinutes(5).minusMillis(1));
		assertThat(this.jobs.drain()).isZero();

		this.jobs.advance(Duration.ofMillis(1));
		assertThat(this.jobs.drain()).isEqualTo(1);
	}

	@Test
	void performsScheduledJobsInOrderOfDueTimes() {
		this.client.enqueueIn(Duration.ofMinutes(2), "order_confirmation", 2);
		this.client.enqueueIn(Duration.ofMinutes(1), "order_confirmation", 1);
		this.client.enqueue("order_confirmation", 0);

		this.jobs.advance(Duration.ofMinutes(3));
		this.jobs.drain();

		assertThat(this.shop.log).containsExactly("confirm 0", "confirm 1", "confirm 2");
	}

	@Test
	void countsDelaysFromAdvancedClock() {
		Instant start = this.jobs.now();
		this.jobs.advance(Duration.ofDays(1));

		this.client.enqueueIn(Duration.ofHours(1), "order_confirmation", 1);

		assertThat(this.jobs.jobs().get(0).due()).isEqualTo(start.plus(Duration.ofHours(25)));
		assertThat(this.jobs.clock().instant()).isEqualTo(start.plus(Duration.ofDays(1)));
	}

	@Test
	void doesNotTurnClockBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.jobs.advance(Duration.ofMillis(-1)))
			.withMessage("The clock does not go back: PT-0.001S");
	}

	@Test
	void performsEachJobAtItsTimeWhileDrainingForAWhile() {
		this.client.enqueueIn(Duration.ofHours(1), "hourly");

		Instant end = this.jobs.now().plus(Duration.ofHours(24));
		assertThat(this.jobs.drainFor(Duration.ofHours(24), Failures.THROW)).isEqualTo(24);
		assertThat(this.jobs.now()).isEqualTo(end);
		assertThat(this.jobs.jobs()).extracting(FakeJob::due).containsExactly(end.plus(Duration.ofHours(1)));
	}

	@Test
	void passesContextOfJob() {
		String jid = this.client.enqueueIn(Duration.ofHours(1), "shipping", new Order(3, LocalDate.of(2026, 1, 2)));
		Instant created = this.jobs.now();
		this.jobs.advance(Duration.ofHours(2));

		this.jobs.drain();

		JobContext context = Objects.requireNonNull(this.shop.last);
		assertThat(context.jid()).isEqualTo(jid);
		assertThat(context.queue()).isEqualTo("default");
		assertThat(context.attempt()).isEqualTo(1);
		assertThat(context.createdAt()).isEqualTo(created);
		assertThat(context.enqueuedAt()).isEqualTo(this.jobs.now());
		assertThat(context.isStopping()).isFalse();
	}

	@Test
	void callsInterceptorsOnBothSides() {
		Tenants.CURRENT.set("acme");
		try {
			this.client.enqueue("shipping", new Order(1, LocalDate.EPOCH));
		}
		finally {
			Tenants.CURRENT.remove();
		}

		this.jobs.drain();

		assertThat(this.shop.tenant).isEqualTo("acme");
		assertThat(this.jobs.performed().get(0).payload().text("tenant")).isEqualTo("acme");
	}

	@Test
	void refusesWhatIsNoJson() {
		List<Object> endless = new ArrayList<>();
		endless.add(endless);

		assertThatExceptionOfType(JobRefusedException.class)
			.isThrownBy(() -> this.client.enqueue("order_confirmation", endless));

		assertThat(this.jobs).hasEnqueuedNothing();
	}

	@Test
	void keepsLimits() {
		assertThatExceptionOfType(JobRefusedException.class)
			.isThrownBy(() -> this.client.enqueue("flaky", "x".repeat(300_000)))
			.withMessageContaining("valkey.queue.max-payload-size");
	}

	@Test
	void failsJobWhoseArgumentsDoNotSurviveJson() {
		this.client.enqueue("order_confirmation", "no number");

		assertThatExceptionOfType(JobFailedException.class).isThrownBy(this.jobs::drain)
			.withCauseInstanceOf(JobArgumentException.class);
	}

	@Test
	void throwsFailureOfJobWithItsName() {
		this.shop.failuresLeft = 1;
		this.client.enqueue("flaky", "broken");
		this.client.enqueue("flaky", "whole");

		assertThatExceptionOfType(JobFailedException.class).isThrownBy(this.jobs::drain)
			.withMessage("The job flaky [\"broken\"] on queue 'default' failed: "
					+ "java.lang.IllegalStateException: broken")
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessage("broken");
		assertThat(this.jobs.jobs()).extracting(FakeJob::arguments).containsExactly("[\"whole\"]");
	}

	@Test
	void saysWhichTypesAreDeclaredWhenOneIsNot() {
		this.client.enqueue("order_confirmatoin", 1);

		assertThatExceptionOfType(UnknownJobTypeException.class).isThrownBy(this.jobs::drain)
			.withMessage("The job order_confirmatoin [1] on queue 'default' cannot be performed, because no @Job "
					+ "method declares its type, only [again, checkout, flaky, hourly, line, once, "
					+ "order_confirmation, parent, shipping]");
		assertThat(this.jobs.jobs()).hasSize(1);
	}

	@Test
	void endsWhenJobsKeepEnqueueingThemselves() {
		this.client.enqueue("again");

		assertThatIllegalStateException().isThrownBy(this.jobs::drain)
			.withMessage("Jobs keep enqueueing jobs: more than 50000 would be performed, "
					+ "the next one is again [] on queue 'default'");
	}

	@Test
	void endsWhenJobsKeepEnqueueingThemselvesForLater() {
		this.client.enqueue("hourly");

		assertThatIllegalStateException().isThrownBy(() -> this.jobs.drainFor(Duration.ofDays(10_000), Failures.THROW))
			.withMessageStartingWith("Jobs keep enqueueing jobs: more than 50000");
	}

	@Test
	void dropsExpiredJob() {
		this.client.with(JobOptions.NONE.expiresIn(Duration.ofMinutes(1))).enqueue("order_confirmation", 1);

		this.jobs.advance(Duration.ofMinutes(2));

		assertThat(this.jobs.drain()).isZero();
		assertThat(this.jobs.jobs()).isEmpty();
		assertThat(this.shop.log).isEmpty();
	}

	@Test
	void forgetsEverythingWhenCleared() {
		Instant advanced = this.jobs.now().plus(Duration.ofHours(1));
		this.client.enqueue("order_confirmation", 1);
		this.jobs.advance(Duration.ofHours(1));

		this.jobs.clear();

		assertThat(this.jobs).hasEnqueuedNothing().hasNoneWaiting();
		assertThat(this.jobs.now()).isEqualTo(advanced);
	}

}
