package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.protocol.Backtrace;
import io.github.valkeyflavors.queue.protocol.JobPayload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WorkerContextTests extends WorkerFixture {

	private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

	@Test
	void interceptorsStandAroundJobInTheirOrder() {
		this.interceptors.add(recorder("outer"));
		this.interceptors.add(recorder("inner"));
		start(1);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> this.seen.size() == 4);
		assertThat(this.seen).containsExactly("outer before", "inner before", "inner after", "outer after");
		assertThat(this.jobs.runs("a")).isEqualTo(1);
	}

	@Test
	void interceptorSeesTheJob() {
		this.interceptors.add(new JobInterceptor() {

			@Override
			public void perform(JobContext job, Perform next) {
				WorkerContextTests.this.seen.add("%s %s %s %s %d %s".formatted(job.jid(), job.type(), job.queue(),
						job.arguments(), job.attempt(), job.header("tenant")));
			}

		});
		start(1);

		this.template.opsForList()
			.leftPush("queue:default",
					"{\"class\":\"record\",\"args\":[\"a\"],\"jid\":\"b\",\"retry_count\":1,\"tenant\":\"t\"}");

		await().atMost(SOON).until(() -> this.seen.contains("b record default [\"a\"] 3 t"));
		assertThat(this.jobs.runs("a")).isZero();
	}

	@Test
	void failureOfInterceptorFailsTheJob() {
		this.interceptors.add(new JobInterceptor() {

			@Override
			public void perform(JobContext job, Perform next) {
				throw new IllegalStateException("no tenant");
			}

		});
		start(1);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
		assertThat(sortedSet("retry").get(0)).contains("\"error_message\":\"no tenant\"");
	}

	@Test
	void jobSeesThatTheWorkerStops() throws InterruptedException {
		this.shutdownTimeout = Duration.ofMillis(100);
		this.interceptors.add(new JobInterceptor() {

			@Override
			public void perform(JobContext job, Perform next) throws Throwable {
				WorkerContextTests.this.seen.add("before " + job.isStopping());
				try {
					next.perform();
				}
				finally {
					WorkerContextTests.this.seen.add("after " + job.isStopping());
				}
			}

		});
		WorkerLauncher worker = start(1);
		this.client.enqueue("hang", "a");
		this.jobs.started.poll(10, TimeUnit.SECONDS);

		worker.stop();

		assertThat(this.seen).containsExactly("before false", "after true");
	}

	@Test
	void progressIsWritten() {
		this.interceptors.add(new JobInterceptor() {

			@Override
			public void perform(JobContext job, Perform next) {
				job.progress(1, 4);
				job.progress(2, 4);
				job.progress(4, 4);
			}

		});
		start(1);

		String jid = this.client.enqueue("record", "a");

		await().atMost(SOON)
			.until(() -> "4".equals(this.template.opsForHash().get("valkey-flavors:progress:" + jid, "done")));
		assertThat(this.template.opsForHash().entries("valkey-flavors:progress:" + jid)).containsEntry("total", "4")
			.containsKey("updated_at");
		assertThat(this.template.getExpire("valkey-flavors:progress:" + jid, TimeUnit.HOURS)).isBetween(23L, 24L);
	}

	@Test
	void deathHandlerIsToldOfExhaustedJob() {
		this.jobs.failure = new IllegalStateException("broken");
		this.deathHandlers.add((job, failure) -> {
			throw new IllegalStateException("ignored");
		});
		this.deathHandlers.add((job, failure) -> this.seen.add(job.type() + " " + failure.getMessage()));
		start(1);

		this.client.enqueue("urgent", "a");

		await().atMost(SOON).until(() -> this.seen.contains("urgent broken"));
		assertThat(sortedSet("dead")).hasSize(1);
	}

	@Test
	void deathHandlerIsNotToldOfRetry() {
		this.jobs.failure = new IllegalStateException("broken");
		this.deathHandlers.add((job, failure) -> this.seen.add("died"));
		start(1);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
		this.workers.get(0).stop();
		assertThat(this.seen).isEmpty();
	}

	@Test
	void keepsCompressedBacktrace() {
		this.jobs.failure = new IllegalStateException("broken");
		start(1);

		push("\"backtrace\":3");

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
		JobPayload failed = JobPayload.parse(sortedSet("retry").get(0));
		assertThat(Backtrace.expand(String.valueOf(failed.text("error_backtrace")))).hasSize(3);
	}

	@Test
	void retriesUntilDeadlineInsteadOfCounting() {
		this.jobs.failure = new IllegalStateException("broken");
		start(1);

		push("\"retry\":true,\"retry_for\":3600,\"retry_count\":99,\"failed_at\":"
				+ Instant.now().minusSeconds(3_000).toEpochMilli());

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
	}

	@Test
	void givesUpAfterDeadline() {
		this.jobs.failure = new IllegalStateException("broken");
		start(1);

		push("\"retry\":true,\"retry_for\":3600,\"retry_count\":1,\"failed_at\":"
				+ Instant.now().minusSeconds(3_700).toEpochMilli());

		await().atMost(SOON).until(() -> sortedSet("dead").size() == 1);
	}

	@Test
	void usesSidekiqsDelayWhenOwnOneFails() {
		this.jobs.failure = new IllegalStateException("broken");
		this.retryDelay = (count, job, failure) -> {
			throw new IllegalStateException("no delay");
		};
		long before = Instant.now().getEpochSecond();
		start(1);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> sortedSet("retry").size() == 1);
		assertThat(this.template.opsForZSet().score("retry", sortedSet("retry").get(0))).isBetween(before + 15d,
				before + 40d);
	}

	@Test
	void dropsJobThatExpired() {
		start(1);

		push("\"expiry\":%d.5".formatted(Instant.now().minusSeconds(5).getEpochSecond()));

		await().atMost(SOON).until(() -> state().expired() == 1);
		assertThat(this.jobs.order).isEmpty();
		await().atMost(SOON).until(() -> list("valkey-flavors:in-hand:" + onlyIdentity() + ":default").isEmpty());
	}

	@Test
	void performsJobThatExpiresLater() {
		start(1);

		push("\"expiry\":%d.5".formatted(Instant.now().plusSeconds(60).getEpochSecond()));

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
	}

	@Test
	void performsInnerJobOfActiveJob() {
		start(1);

		this.template.opsForList()
			.leftPush("queue:default",
					"""
							{"class":"Sidekiq::ActiveJob::Wrapper","wrapped":"record","queue":"default","args":[{"job_class":"record",\
							"job_id":"x","arguments":[{"_aj_serialized":"ActiveJob::Serializers::SymbolSerializer","value":"a"}]}],\
							"jid":"b"}""");

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
	}

	/**
	 * Looks at the name, because Java 17 does not know what a virtual thread is.
	 */
	@Test
	void performsOnVirtualThreadsWhereJavaHasThem() {
		this.virtualThreads = Runtime.version().feature() >= 21;
		this.interceptors.add(new JobInterceptor() {

			@Override
			public void perform(JobContext job, Perform next) throws Throwable {
				WorkerContextTests.this.seen.add(Thread.currentThread().toString());
				next.perform();
			}

		});
		start(2);

		this.client.enqueue("record", "a");

		await().atMost(SOON).until(() -> this.jobs.runs("a") == 1);
		assertThat(this.seen).singleElement()
			.satisfies((thread) -> assertThat(thread.startsWith("VirtualThread[")).isEqualTo(this.virtualThreads));
	}

	private void push(String fields) {
		this.template.opsForList()
			.leftPush("queue:default", "{\"class\":\"record\",\"args\":[\"a\"],\"jid\":\"b\"," + fields + "}");
	}

	private JobInterceptor recorder(String name) {
		return new JobInterceptor() {

			@Override
			public void perform(JobContext job, Perform next) throws Throwable {
				WorkerContextTests.this.seen.add(name + " before");
				next.perform();
				WorkerContextTests.this.seen.add(name + " after");
			}

		};
	}

}
