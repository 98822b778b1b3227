package io.github.valkeyflavors.test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobContext;

/**
 * The jobs of the application, which note that they ran.
 */
class ShopJobs implements MailJobs {

	final List<String> log = new ArrayList<>();

	@Nullable JobContext last;

	@Nullable String tenant;

	int failuresLeft;

	private final JobClient jobs;

	private final JdbcTemplate jdbc;

	ShopJobs(JobClient jobs, JdbcTemplate jdbc) {
		this.jobs = jobs;
		this.jdbc = jdbc;
	}

	@Override
	@Job(value = "order_confirmation", queue = "mail", retry = 2)
	public void confirm(int order) {
		this.log.add("confirm " + order);
	}

	@Job("shipping")
	void ship(Order order, JobContext context) {
		this.log.add("ship " + order.id() + " on " + order.day());
		this.last = context;
		this.tenant = ShopApplication.Tenants.CURRENT.get();
		context.progress(1, 1);
	}

	@Job("checkout")
	void checkOut(int order) {
		this.log.add("check out " + order);
		this.jobs.enqueue("order_confirmation", order);
		this.jobs.enqueueIn(Duration.ofHours(1), "order_confirmation", order);
	}

	@Job(value = "flaky", retry = 2)
	void fail(String text) {
		this.log.add("fail " + text);
		if (this.failuresLeft > 0) {
			this.failuresLeft--;
			throw new IllegalStateException(text);
		}
	}

	@Job(value = "once", retry = Job.RETRY_NEVER)
	void failOnce(String text) {
		throw new IllegalStateException(text);
	}

	@Job("again")
	void again() {
		this.jobs.enqueue("again");
	}

	@Job("hourly")
	void hourly() {
		this.log.add("hour");
		this.jobs.enqueueIn(Duration.ofHours(1), "hourly");
	}

	@Job("line")
	void line(String text) {
		this.log.add("in transaction: " + TransactionSynchronizationManager.isActualTransactionActive());
		this.jdbc.update("insert into line values (?)", text);
	}

	@Job("parent")
	void parent(int children) {
		IntStream.range(0, children).forEach((child) -> this.jobs.enqueue("order_confirmation", child));
	}

	record Order(int id, LocalDate day) {

	}

}
