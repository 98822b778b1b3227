package io.github.valkeyflavors.it.sidekiq;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Payloads that older versions of Sidekiq, or ActiveJob, have left on the queue.
 */
class OldPayloadsIT extends AbstractSidekiqContract {

	private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.5Z");

	private static final String ACTIVE_JOB = """
			[{"job_class":"Shop::ConfirmOrder","job_id":"0b7ad0f5-3a1c-4c47-9f0e-58d0d1b9a3b1","provider_job_id":null,\
			"queue_name":"default","priority":null,"arguments":[42,{"_aj_globalid":"gid://shop/Customer/7"},\
			{"_aj_serialized":"ActiveJob::Serializers::TimeWithZoneSerializer","value":"2026-01-02T12:00:00.500000000Z",\
			"time_zone":"Europe/Berlin"},{"express":true,"gift":{"card":"Hi","_aj_symbol_keys":["card"]},\
			"%s":["express","gift"]}],"executions":0,"exception_executions":{},"locale":"en","timezone":"UTC",\
			"enqueued_at":"2026-01-02T11:59:59.123456789Z","scheduled_at":null}]""";

	@Test
	void performsAJobOfSidekiq6() {
		JavaApplication java = startJavaWorker();

		push("""
				{"retry":true,"queue":"default","class":"SharedJob","args":["six",6],\
				"jid":"b4a577edbccf1d805744efa9","created_at":1607000000.1234567,"enqueued_at":1607000000.2345678}""");

		assertThat(java.awaitPerformed(1).get(0)).startsWith("six", 6);
	}

	@Test
	void performsAJobOfSidekiq7() {
		JavaApplication java = startJavaWorker();

		push("""
				{"retry":true,"queue":"default","args":["seven",7],"class":"SharedJob",\
				"jid":"c4a577edbccf1d805744efa9","created_at":1700000000.1234567,"cattr":{"tenant":1},\
				"enqueued_at":1700000000.2345678}""");

		assertThat(java.awaitPerformed(1).get(0)).startsWith("seven", 7);
	}

	@Test
	void performsAScheduledJobOfSidekiq7() {
		JavaApplication java = startJavaWorker();

		queue().commands(3).zadd("schedule", 1700000000.1234567, """
				{"retry":true,"queue":"default","args":["scheduled",7],"class":"SharedJob",\
				"jid":"d4a577edbccf1d805744efa9","created_at":1699990000.1234567}""");

		assertThat(java.awaitPerformed(1).get(0)).startsWith("scheduled", 7);
	}

	@Test
	void keepsTheFirstFailureOfAJobOfSidekiq7() {
		startJavaWorker();

		queue().commands(3).zadd("retry", 1700000000.1234567, """
				{"retry":true,"queue":"default","args":[-1],"class":"FailingJob","jid":"e4a577edbccf1d805744efa9",\
				"created_at":1699990000.1234567,"enqueued_at":1699990000.2345678,"error_message":"not in Ruby",\
				"error_class":"ArgumentError","failed_at":1699990001.5,"retry_count":3,"retried_at":1699990100.25}""");
		ruby().awaitTrue("Sidekiq::RetrySet.new.any? { |e| e['error_message'] == 'not in Java either' }");

		JsonNode entry = ruby()
			.eval("entry = Sidekiq::RetrySet.new.first; entry.item.merge(first_failure: entry.failed_at.to_f)");
		assertThat(entry.get("first_failure").asDouble()).isEqualTo(1699990001.5);
		assertThat(entry.get("retry_count").asInt()).isEqualTo(4);
	}

	@Test
	void performsTheInnerJobOfRails7() {
		JavaApplication java = startJavaWorker();

		push("""
				{"retry":true,"queue":"default","class":"ActiveJob::QueueAdapters::SidekiqAdapter::JobWrapper",\
				"wrapped":"Shop::ConfirmOrder","args":%s,"jid":"f4a577edbccf1d805744efa9",\
				"created_at":1767355199.1234567,"enqueued_at":1767355199.2345678}"""
			.formatted(ACTIVE_JOB.formatted("_aj_ruby2_keywords")));

		assertThat(java.awaitPerformed(1)).containsExactly(innerArguments());
	}

	@Test
	void performsTheInnerJobOfRails8() {
		JavaApplication java = startJavaWorker();

		push("""
				{"retry":true,"queue":"default","wrapped":"Shop::ConfirmOrder","args":%s,\
				"class":"Sidekiq::ActiveJob::Wrapper","jid":"a5a577edbccf1d805744efa9",\
				"created_at":1767355199123,"enqueued_at":1767355199234}"""
			.formatted(ACTIVE_JOB.formatted("_aj_symbol_keys")));

		assertThat(java.awaitPerformed(1)).containsExactly(innerArguments());
	}

	private void push(String payload) {
		queue().commands(3).sadd("queues", "default");
		queue().commands(3).lpush("queue:default", payload);
	}

	private static List<Object> innerArguments() {
		return List.of(42, "gid://shop/Customer/7", NOON, Map.of("express", true, "gift", Map.of("card", "Hi")));
	}

}
