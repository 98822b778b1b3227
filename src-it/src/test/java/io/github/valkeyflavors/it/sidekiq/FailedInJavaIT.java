package io.github.valkeyflavors.it.sidekiq;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A job that fails in Java, seen and handled by Ruby.
 */
class FailedInJavaIT extends AbstractSidekiqContract {

	private static final String IN_RETRY_SET = "Sidekiq::RetrySet.new.size == 1";

	private static final String RETRY = "entry = Sidekiq::RetrySet.new.first; ";

	@Test
	void isInTheRetrySetWithItsError() {
		startJavaWorker().jobs().enqueue("fail", 7);
		ruby().awaitTrue(IN_RETRY_SET);

		JsonNode entry = ruby().eval(RETRY + "entry.item.merge(in: entry.at - Time.now)");

		assertThat(entry.get("error_class").asString()).isEqualTo("java.lang.IllegalArgumentException");
		assertThat(entry.get("error_message").asString()).isEqualTo("number 7 is not good");
		assertThat(entry.get("retry_count").asInt()).isZero();
		assertThat(entry.get("failed_at").isIntegralNumber()).isTrue();
		assertThat(entry.get("in").asDouble()).isBetween(1.0, 40.0);
	}

	@Test
	void hasABacktraceThatRubyReads() {
		startJavaWorker().jobs().enqueue("fail", 7);
		ruby().awaitTrue(IN_RETRY_SET);

		JsonNode backtrace = ruby().eval(RETRY + "entry.error_backtrace");

		assertThat(backtrace).hasSize(5);
		assertThat(backtrace.get(0).asString()).contains("JavaJobs.java").contains("fail");
	}

	@Test
	void runsAgainWhenRubyRetriesIt() {
		JavaApplication java = startJavaWorker();
		java.jobs().enqueue("fail", 7);
		ruby().awaitTrue(IN_RETRY_SET);

		ruby().eval(RETRY + "entry.retry; nil");

		assertThat(java.awaitPerformed(2)).hasSize(2);
	}

	@Test
	void countsItsRetries() {
		JavaApplication java = startJavaWorker();
		java.jobs().enqueue("fail", 7);
		ruby().awaitTrue(IN_RETRY_SET);

		ruby().eval(RETRY + "entry.add_to_queue; nil");
		java.awaitPerformed(2);
		ruby().awaitTrue(IN_RETRY_SET);

		JsonNode entry = ruby().eval(RETRY + "entry.item");
		assertThat(entry.get("retry_count").asInt()).isOne();
		assertThat(entry.get("retried_at").asLong()).isGreaterThanOrEqualTo(entry.get("failed_at").asLong());
	}

	@Test
	void isInTheDeadSetWhenRubyKillsIt() {
		String jid = startJavaWorker().jobs().enqueue("fail", 7);
		ruby().awaitTrue(IN_RETRY_SET);

		ruby().eval(RETRY + "entry.kill; nil");

		assertThat(ruby().eval("Sidekiq::RetrySet.new.size").asInt()).isZero();
		assertThat(ruby().eval("Sidekiq::DeadSet.new.map(&:jid)")).hasToString("[\"" + jid + "\"]");
	}

	@Test
	void isGoneWhenRubyDeletesIt() {
		startJavaWorker().jobs().enqueue("fail", 7);
		ruby().awaitTrue(IN_RETRY_SET);

		ruby().eval(RETRY + "entry.delete; nil");

		assertThat(queue().commands(3).exists("retry", "dead")).isZero();
	}

	@Test
	void isInTheDeadSetWhenItsRetriesAreUsedUp() {
		String jid = startJavaWorker().jobs().enqueue("fail_for_good", 7);
		ruby().awaitTrue("Sidekiq::DeadSet.new.size == 1");

		JsonNode entry = ruby().eval("Sidekiq::DeadSet.new.first.item");

		assertThat(entry.get("jid").asString()).isEqualTo(jid);
		assertThat(entry.get("error_message").asString()).isEqualTo("number 7 is hopeless");
		assertThat(ruby().eval("Sidekiq::RetrySet.new.size").asInt()).isZero();
	}

	@Test
	void runsAgainWhenRubyRetriesItFromTheDeadSet() {
		JavaApplication java = startJavaWorker();
		java.jobs().enqueue("fail_for_good", 7);
		ruby().awaitTrue("Sidekiq::DeadSet.new.size == 1");

		ruby().eval("Sidekiq::DeadSet.new.first.retry; nil");

		assertThat(java.awaitPerformed(2)).hasSize(2);
	}

	@Test
	void isInTheDeadSetWhenItsArgumentsDoNotFit() {
		startJavaWorker();

		ruby().eval("SharedJob.perform_async('tea', 'not a number')");

		ruby().awaitTrue("Sidekiq::DeadSet.new.any? { |e| e.item['error_class'].end_with?('JobArgumentException') }");
	}

	@Test
	void keepsFieldsThatJavaDoesNotKnow() {
		startJavaWorker();

		ruby().eval(
				"Sidekiq::Client.push('class' => 'fail', 'args' => [7], 'tenant' => { 'id' => 2**80, 'share' => 1.50 })");
		ruby().awaitTrue(IN_RETRY_SET);

		assertThat(ruby().eval(RETRY + "entry['tenant'] == { 'id' => 2**80, 'share' => 1.5 }").asBoolean()).isTrue();
	}

	@Test
	void keepsTheFailureThatRubyWrote() {
		JsonNode first = failInRuby(-1);

		startJavaWorker();
		ruby().awaitTrue("Sidekiq::RetrySet.new.any? { |e| e['error_message'] == 'not in Java either' }");

		JsonNode second = ruby().eval(RETRY + "entry.item");
		assertThat(second.get("retry_count").asInt()).isEqualTo(first.get("retry_count").asInt() + 1);
		for (String kept : new String[] { "jid", "retry", "tags", "backtrace", "created_at", "failed_at" }) {
			assertThat(second.get(kept)).as(kept).isEqualTo(first.get(kept));
		}
	}

	@Test
	void isDoneInJavaAfterItFailedInRuby() {
		failInRuby(5);

		JavaApplication java = startJavaWorker();

		assertThat(java.awaitPerformed(1).get(0)).containsExactly("failed in Ruby", 5);
		await().atMost(Duration.ofSeconds(10)).until(() -> queue().commands(3).exists("retry", "dead") == 0);
	}

	private JsonNode failInRuby(int number) {
		SidekiqContainer worker = startRubyWorker();
		ruby().eval("FailingJob.perform_async(" + number + ")");
		ruby().awaitTrue(IN_RETRY_SET);
		worker.close();
		return ruby().eval(RETRY + "entry.item");
	}

}
