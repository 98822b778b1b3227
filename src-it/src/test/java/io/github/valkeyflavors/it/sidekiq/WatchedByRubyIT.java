package io.github.valkeyflavors.it.sidekiq;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Sidekiq's Web UI and exporters read about a Java worker, and the signals they send
 * it.
 */
class WatchedByRubyIT extends AbstractSidekiqContract {

	private static final String ONE_PROCESS = "Sidekiq::ProcessSet.new.size == 1";

	private static final String PROCESS = "process = Sidekiq::ProcessSet.new.first; ";

	private static final String ONE_RUNS = "Sidekiq::WorkSet.new.count == 1";

	@Test
	void listsTheProcess() {
		startJavaWorker("--valkey.queue.worker.concurrency=3", "--valkey.queue.worker.queues=slow,default");
		ruby().awaitTrue(ONE_PROCESS);

		JsonNode process = ruby().eval(PROCESS
				+ "{ host: process['hostname'], pid: process['pid'], concurrency: process['concurrency'], queues: process.queues, busy: process['busy'], identity: process.identity, age: Time.now.to_f - process['started_at'] }");

		assertThat(process.get("host").asString()).isNotBlank();
		assertThat(process.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
		assertThat(process.get("concurrency").asInt()).isEqualTo(3);
		assertThat(process.get("queues").valueStream().map(JsonNode::asString)).containsExactlyInAnyOrder("slow",
				"default");
		assertThat(process.get("busy").asInt()).isZero();
		assertThat(process.get("identity").asString()).startsWith(process.get("host").asString() + ":");
		assertThat(process.get("age").asDouble()).isBetween(-1.0, 60.0);
	}

	@Test
	void addsUpConcurrencyAndBusyJobs() {
		startJavaWorker("--valkey.queue.worker.concurrency=3").jobs().enqueue("hold", 1);

		ruby().awaitTrue("set = Sidekiq::ProcessSet.new; set.total_concurrency == 3 && set.first['busy'] == 1");
	}

	@Test
	void listsTheRunningJob() {
		String jid = startJavaWorker().jobs().enqueue("hold", 1);
		ruby().awaitTrue(ONE_RUNS);

		JsonNode work = ruby().eval(
				"process, thread, work = Sidekiq::Workers.new.first; { process: process, thread: thread, queue: work.queue, jid: work.job.jid, type: work.job.klass, age: Time.now - work.run_at }");

		assertThat(work.get("jid").asString()).isEqualTo(jid);
		assertThat(work.get("type").asString()).isEqualTo("hold");
		assertThat(work.get("queue").asString()).isEqualTo("slow");
		assertThat(work.get("thread").asString()).isNotBlank();
		assertThat(work.get("age").asDouble()).isBetween(-2.0, 30.0);
		assertThat(work.get("process").asString()).isEqualTo(ruby().eval(PROCESS + "process.identity").asString());
	}

	@Test
	void findsTheRunningJobByItsId() {
		String jid = startJavaWorker().jobs().enqueue("hold", 1);

		ruby().awaitTrue("!Sidekiq::WorkSet.new.find_work('" + jid + "').nil?");
	}

	@Test
	void listsNoJobThatHasEnded() {
		JavaApplication java = startJavaWorker();
		java.jobs().enqueue("hold", 1);
		ruby().awaitTrue(ONE_RUNS);

		java.release();

		ruby().awaitTrue("Sidekiq::WorkSet.new.count == 0");
	}

	@Test
	void forgetsTheProcessThatStopped() {
		JavaApplication java = startJavaWorker();
		ruby().awaitTrue(ONE_PROCESS);

		java.close();

		assertThat(ruby().eval("Sidekiq::ProcessSet.new.size").asInt()).isZero();
	}

	@Test
	void takesNoJobAfterQuiet() {
		JavaApplication java = startJavaWorker();
		ruby().awaitTrue(ONE_PROCESS);

		ruby().eval(PROCESS + "process.quiet!; nil");
		ruby().awaitTrue(PROCESS + "process.stopping?");
		java.jobs().enqueue("fail", 1);

		await().during(Duration.ofSeconds(1))
			.atMost(Duration.ofSeconds(5))
			.until(() -> queue().commands(3).llen("queue:default") == 1);
		assertThat(java.performed()).isEmpty();
	}

	@Test
	void endsItsJobAfterQuiet() {
		JavaApplication java = startJavaWorker();
		java.jobs().enqueue("hold", 1);
		ruby().awaitTrue(ONE_RUNS);

		ruby().eval(PROCESS + "process.quiet!; nil");
		ruby().awaitTrue(PROCESS + "process.stopping?");
		java.release();

		ruby().awaitTrue("Sidekiq::Stats.new.processed == 1");
	}

	@Test
	void stopsItsWorkerAfterStop() {
		startJavaWorker();
		ruby().awaitTrue(ONE_PROCESS);

		ruby().eval(PROCESS + "process.stop!; nil");

		ruby().awaitTrue("Sidekiq::ProcessSet.new.size == 0");
	}

	@Test
	void countsRunsAndFailures() {
		JavaApplication java = startJavaWorker();
		IntStream.range(0, 4).forEach((number) -> java.jobs().enqueue("SharedJob", "tea", number));
		java.jobs().enqueue("fail", 1);

		ruby().awaitTrue("stats = Sidekiq::Stats.new; [stats.processed, stats.failed, stats.retry_size] == [5, 1, 1]");
	}

	@Test
	void countsRunsOfTheDay() {
		JavaApplication java = startJavaWorker();
		java.jobs().enqueue("fail", 1);
		java.jobs().enqueue("SharedJob", "tea", 1);

		ruby().awaitTrue(
				"history = Sidekiq::Stats::History.new(2); history.processed.values.sum == 2 && history.failed.values.sum == 1");
	}

	@Test
	void countsWaitingAndScheduledJobs() {
		JobClient jobs = javaClient();
		jobs.enqueueAll("SharedJob", List.of(List.of("a", 1), List.of("b", 2), List.of("c", 3)));
		jobs.with(JobOptions.NONE.queue("low").in(Duration.ofHours(1))).enqueue("SharedJob", "d", 4);

		JsonNode stats = ruby().eval(
				"stats = Sidekiq::Stats.new; { enqueued: stats.enqueued, scheduled: stats.scheduled_size, queues: stats.queues }");
		assertThat(stats).hasToString("{\"enqueued\":3,\"scheduled\":1,\"queues\":{\"default\":3}}");
	}

}
