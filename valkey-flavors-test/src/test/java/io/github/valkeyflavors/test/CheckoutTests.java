package io.github.valkeyflavors.test;

import java.time.Duration;
import java.time.InstantSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.test.FakeJobs.Failures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/testing.md}.
 */
@SpringBootTest
@FakeJobQueue
class CheckoutTests {

	@Autowired
	Checkout checkout;

	@Autowired
	FakeJobs jobs;

	@Test
	void sendsConfirmation() {
		this.checkout.place(42);

		assertThat(this.jobs).hasEnqueued("order_confirmation").withArguments(42).onQueue("mail");
	}

	@Test
	void remindsAfterADay() {
		this.checkout.place(42);

		assertThat(this.jobs.drain()).isEqualTo(1);
		this.jobs.advance(Duration.ofDays(1));
		assertThat(this.jobs.drain()).isEqualTo(1);

		assertThat(this.jobs).hasPerformed("order_reminder");
	}

	@Autowired
	Mail mail;

	@BeforeEach
	void repairMail() {
		this.mail.broken = false;
	}

	@Test
	void givesUpOnMailThatNeverWorks() {
		this.mail.breakDown();
		this.checkout.place(42);

		this.jobs.drainFor(Duration.ofDays(30), Failures.RETRY);

		assertThat(this.jobs).hasDead("order_confirmation").withArguments(42);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class SameClock {

		@Bean
		@Primary
		InstantSource clockOfQueue(FakeJobs jobs) {
			return jobs.clock();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		InstantSource clock() {
			return InstantSource.system();
		}

		@Bean
		Checkout checkout(JobClient jobs, InstantSource clock) {
			return new Checkout(jobs, clock);
		}

		@Bean
		Mail mail() {
			return new Mail();
		}

	}

	static final class Mail {

		boolean broken;

		void breakDown() {
			this.broken = true;
		}

		@Job(value = "order_confirmation", queue = "mail")
		void confirm(int order) {
			if (this.broken) {
				throw new IllegalStateException("no mail about " + order);
			}
		}

		@Job(value = "order_reminder", queue = "mail")
		void remind(int order) {
			confirm(order);
		}

	}

}
