package io.github.valkeyflavors.test;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.test.FakeJobs.Failures;
import io.github.valkeyflavors.test.ShopApplication.Obituaries;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@FakeJobQueue
class FakeJobRetryTests {

	private final JobClient client;

	private final FakeJobs jobs;

	private final ShopJobs shop;

	private final Obituaries obituaries;

	@Autowired
	FakeJobRetryTests(JobClient client, FakeJobs jobs, ShopJobs shop, Obituaries obituaries) {
		this.client = client;
		this.jobs = jobs;
		this.shop = shop;
		this.obituaries = obituaries;
	}

	@BeforeEach
	void forget() {
		this.shop.log.clear();
		this.obituaries.died.clear();
	}

	@Test
	void retriesByTheRulesOfProduction() {
		this.shop.failuresLeft = 1;
		this.client.enqueue("flaky", "x");

		assertThat(this.jobs.drain(Failures.RETRY)).isEqualTo(1);

		FakeJob retry = this.jobs.retries().get(0);
		assertThat(Duration.between(this.jobs.now(), retry.due())).isBetween(Duration.ofSeconds(15),
				Duration.ofSeconds(25));
		assertThat(retry.failure()).hasMessage("x");
		assertThat(retry.payload().text("error_message")).isEqualTo("x");
		assertThat(retry.payload().retryCount()).isZero();
	}

	@Test
	void performsRetryWhenDue() {
		this.shop.failuresLeft = 1;
		this.client.enqueue("flaky", "x");
		this.jobs.drain(Failures.RETRY);
		assertThat(this.jobs.drain()).isZero();

		this.jobs.advance(Duration.ofSeconds(30));

		assertThat(this.jobs.drain()).isEqualTo(1);
		assertThat(this.jobs.retries()).isEmpty();
		assertThat(this.jobs).hasPerformed("flaky").times(1);
	}

	@Test
	void goesOnWithOtherJobsAfterAFailure() {
		this.shop.failuresLeft = 1;
		this.client.enqueue("flaky", "a");
		this.client.enqueue("flaky", "b");

		assertThat(this.jobs.drain(Failures.RETRY)).isEqualTo(2);
		assertThat(this.shop.log).containsExactly("fail a", "fail b");
	}

	@Test
	void givesUpWhenRetriesAreUsedUp() {
		this.shop.failuresLeft = 3;
		this.client.enqueue("flaky", "x");

		assertThat(this.jobs.drainFor(Duration.ofDays(1), Failures.RETRY)).isEqualTo(3);

		assertThat(this.jobs).hasDead("flaky").withArguments("x").times(1);
		assertThat(this.jobs.dead().get(0).failure()).hasMessage("x");
		assertThat(this.jobs.retries()).isEmpty();
		assertThat(this.obituaries.died).containsExactly("flaky [\"x\"]: x");
	}

	@Test
	void buriesJobWithWrongArguments() {
		this.client.enqueue("order_confirmation", "no number");

		this.jobs.drain(Failures.RETRY);

		assertThat(this.jobs).hasDead("order_confirmation");
		assertThat(this.obituaries.died).hasSize(1);
	}

	@Test
	void discardsJobThatIsNeverRetried() {
		this.client.enqueue("once", "x");

		this.jobs.drain(Failures.RETRY);

		assertThat(this.jobs.dead()).isEmpty();
		assertThat(this.jobs.retries()).isEmpty();
		assertThat(this.obituaries.died).containsExactly("once [\"x\"]: x");
	}

}
