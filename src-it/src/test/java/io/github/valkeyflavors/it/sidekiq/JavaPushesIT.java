package io.github.valkeyflavors.it.sidekiq;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Java pushes, Ruby performs.
 */
class JavaPushesIT extends AbstractSidekiqContract {

	@Test
	void rubyPerformsWhatIsPushedNow() {
		startRubyWorker();

		String jid = javaClient().enqueue("SharedJob", "tea", 42, Map.of("express", true));

		JsonNode payload = ruby().awaitPerformed(1).get(0);
		assertThat(payload.get("args")).hasToString("[\"tea\",42,{\"express\":true}]");
		assertThat(payload.get("jid").asString()).isEqualTo(jid);
	}

	@Test
	void rubyPerformsWhatIsPushedForLater() {
		startRubyWorker();

		javaClient().enqueueIn(Duration.ofMillis(1500), "SharedJob", "later", 1);

		assertThat(ruby().awaitPerformed(1).get(0).get("args")).hasToString("[\"later\",1]");
	}

	@Test
	void rubyListsWhatIsPushedForLater() {
		Instant time = Instant.now().plusSeconds(3600);

		String jid = javaClient().enqueueAt(time, "SharedJob", "later", 1);

		JsonNode entry = ruby().eval(
				"Sidekiq::ScheduledSet.new.map { |e| { jid: e.jid, at: e.at.to_f, args: e.args, has_enqueued_at: e.item.key?('enqueued_at') } }")
			.get(0);
		assertThat(entry.get("jid").asString()).isEqualTo(jid);
		assertThat(entry.get("at").asDouble()).isCloseTo(time.toEpochMilli() / 1000.0,
				org.assertj.core.data.Offset.offset(0.002));
		assertThat(entry.get("has_enqueued_at").asBoolean()).isFalse();
	}

	@Test
	void rubyPerformsEachOfManyOnce() {
		startRubyWorker();

		List<String> jids = javaClient().enqueueAll("SharedJob",
				IntStream.range(0, 2500).mapToObj((number) -> List.of("bulk", number)).toList());

		assertThat(ruby().awaitPerformed(2500)).extracting((payload) -> payload.get("jid").asString())
			.containsExactlyInAnyOrderElementsOf(jids);
	}

	@Test
	void rubyTakesItFromTheQueueOfTheOptions() {
		startRubyWorker();

		javaClient().with(JobOptions.NONE.queue("low")).enqueue("SharedJob", 1);

		assertThat(ruby().awaitPerformed(1).get(0).get("taken_from").asString()).isEqualTo("low");
	}

	@Test
	void rubySeesTagsAndRetriesOfTheOptions() {
		startRubyWorker();

		javaClient().with(JobOptions.NONE.retry(3).tags("vip", "berlin")).enqueue("SharedJob", 1);

		JsonNode payload = ruby().awaitPerformed(1).get(0);
		assertThat(payload.get("retry").asInt()).isEqualTo(3);
		assertThat(payload.get("tags")).hasToString("[\"vip\",\"berlin\"]");
	}

	@Test
	void rubyDiscardsWhatIsNeverRetried() {
		startRubyWorker();

		javaClient().with(JobOptions.NONE.retry(Job.RETRY_NEVER)).enqueue("FailingJob", 1);

		ruby().awaitTrue("Sidekiq::Stats.new.failed == 1");
		assertThat(ruby().eval("Sidekiq::RetrySet.new.size + Sidekiq::DeadSet.new.size").asInt()).isZero();
	}

	@Test
	void rubyRetriesWhatFails() {
		startRubyWorker();

		javaClient().enqueue("FailingJob", 1);

		ruby().awaitTrue("Sidekiq::RetrySet.new.any? { |e| e.item['error_message'] == 'not in Ruby' }");
	}

	@Test
	void rubyCountsSizeAndLatencyOfTheQueue() {
		javaClient().enqueue("SharedJob", 1);

		JsonNode seen = ruby()
			.eval("queue = Sidekiq::Queue.new('default'); { size: queue.size, latency: queue.latency }");
		assertThat(seen.get("size").asInt()).isOne();
		assertThat(seen.get("latency").asDouble()).isBetween(0.0, 30.0);
	}

	@Test
	void rubyReadsThePayload() {
		String jid = javaClient().enqueue("SharedJob", "tea", 42);

		JsonNode job = ruby().eval(
				"job = Sidekiq::Queue.new.first; { type: job.klass, args: job.args, jid: job.jid, age: Time.now - job.created_at, retry: job['retry'] }");
		assertThat(job.get("type").asString()).isEqualTo("SharedJob");
		assertThat(job.get("args")).hasToString("[\"tea\",42]");
		assertThat(job.get("jid").asString()).isEqualTo(jid);
		assertThat(job.get("age").asDouble()).isBetween(-1.0, 30.0);
		assertThat(job.get("retry").asBoolean()).isTrue();
	}

	@Test
	void rubyDeletesAJobOfTheQueue() {
		String jid = javaClient().enqueue("SharedJob", "tea", 42);

		assertThat(ruby().eval("Sidekiq::Queue.new.find_job('" + jid + "').delete").asBoolean()).isTrue();

		assertThat(queue().commands(3).llen("queue:default")).isZero();
	}

}
