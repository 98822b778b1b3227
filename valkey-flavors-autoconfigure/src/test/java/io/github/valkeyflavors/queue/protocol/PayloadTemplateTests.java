package io.github.valkeyflavors.queue.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadTemplateTests {

	private static final Instant NOW = Instant.ofEpochMilli(1795208690378L);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			plain        | order_confirmation | default | -1 | [42,"a",null,true,{"mike":"bob"}]
			no-arguments | cleanup            | default | -1 | []
			own-queue    | report             | low     | -1 | [1]
			retry-number | report             | default | 3  | [1]
			retry-false  | report             | default | -2 | [1]
			""")
	void writesNewJobAsSidekiqDoes(String golden, String type, String queue, int retry, String arguments) {
		PayloadTemplate template = new PayloadTemplate(type, queue, new RetryLimit(retry), null, 0, List.of(),
				Goldens.time(golden, "created_at"), null);
		byte[] json = json(template, JobPayload.parse(Goldens.get(golden)).jid(), arguments, Map.of());

		byte[] enqueued = PayloadTemplate.enqueued(json, Goldens.time(golden, "enqueued_at"));

		assertThat(new String(enqueued, StandardCharsets.UTF_8)).isEqualTo(Goldens.get(golden));
	}

	@Test
	void writesScheduledJobAsSidekiqDoes() {
		PayloadTemplate template = new PayloadTemplate("later", "default", RetryLimit.STANDARD, null, 0, List.of(),
				Goldens.time("scheduled", "created_at"), null);

		byte[] json = json(template, JobPayload.parse(Goldens.get("scheduled")).jid(), "[1]", Map.of());

		assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(Goldens.get("scheduled"));
	}

	@Test
	void writesOptionsBeforeTypeAndHeadersAfterTime() {
		PayloadTemplate template = new PayloadTemplate("report", "low", RetryLimit.STANDARD, Duration.ofDays(3), 20,
				List.of("a", "b\""), NOW, NOW.plusMillis(1_500));

		byte[] json = json(template, "j", "[1]", Map.of("tenant", "ä\n"));

		assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(
				"{\"retry\":true,\"queue\":\"low\",\"retry_for\":259200,\"backtrace\":20,\"tags\":[\"a\",\"b\\\"\"],"
						+ "\"class\":\"report\",\"args\":[1],\"jid\":\"j\",\"created_at\":1795208690378,"
						+ "\"tenant\":\"ä\\n\",\"expiry\":1795208691.878000}");
	}

	@Test
	void writesWholeBacktraceAsTrue() {
		PayloadTemplate template = new PayloadTemplate("report", "low", RetryLimit.STANDARD, null, Integer.MAX_VALUE,
				List.of(), NOW, null);

		assertThat(read(template).json("backtrace")).isEqualTo("true");
	}

	@Test
	void isReadAsItWasWritten() {
		PayloadTemplate template = new PayloadTemplate("\"quoted\"", "käse", new RetryLimit(0), Duration.ofHours(1),
				Integer.MAX_VALUE, List.of("a", "b"), NOW, NOW.plusSeconds(9));

		JobPayload payload = read(template);

		assertThat(payload.type()).isEqualTo("\"quoted\"");
		assertThat(payload.queue()).isEqualTo("käse");
		assertThat(payload.retry()).isEqualTo(new RetryLimit(0));
		assertThat(payload.retryFor()).isEqualTo(Duration.ofHours(1));
		assertThat(payload.backtrace()).isEqualTo(Integer.MAX_VALUE);
		assertThat(payload.tags()).containsExactly("a", "b");
		assertThat(payload.createdAt()).isEqualTo(NOW);
		assertThat(payload.expiry()).isEqualTo(NOW.plusSeconds(9));
	}

	@ParameterizedTest
	@ValueSource(strings = { "class", "args", "jid", "queue", "retry", "created_at", "enqueued_at", "at", "retry_count",
			"failed_at", "retried_at", "error_message", "error_class", "error_backtrace", "tags", "expiry", "retry_for",
			"backtrace", "retry_queue", "dead", "recovery_count", "wrapped", "bid", "cattr" })
	void reservesFieldsThatMakeUpJob(String name) {
		assertThat(PayloadTemplate.isReserved(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tenant", "traceparent", "locale", "errors", "Class" })
	void leavesOtherFieldsToHeaders(String name) {
		assertThat(PayloadTemplate.isReserved(name)).isFalse();
	}

	private static JobPayload read(PayloadTemplate template) {
		return JobPayload.parse(new String(json(template, "j", "[]", Map.of()), StandardCharsets.UTF_8));
	}

	private static byte[] json(PayloadTemplate template, String jid, String arguments, Map<String, String> headers) {
		byte[] text = arguments.getBytes(StandardCharsets.UTF_8);
		byte[] longer = (arguments + "garbage").getBytes(StandardCharsets.UTF_8);
		return template.json(jid, longer, text.length, headers);
	}

}
