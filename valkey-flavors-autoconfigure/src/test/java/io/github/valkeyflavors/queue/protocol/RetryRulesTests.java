package io.github.valkeyflavors.queue.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RetryRulesTests {

	@Test
	void writesFirstFailureAsSidekiqDoes() {
		Instant now = Goldens.time("retry-first", "failed_at");

		FailureOutcome outcome = fail(Goldens.get("plain"), "no \"order\" 42\n\u001f/", now);

		assertThat(outcome).isInstanceOfSatisfying(FailureOutcome.Retry.class, (retry) -> {
			assertThat(retry.payload().toJson()).isEqualTo(Goldens.get("retry-first"));
			assertThat(retry.at()).isEqualTo(now.plusSeconds(1));
		});
	}

	@Test
	void writesSecondFailureAsSidekiqDoes() {
		String golden = Goldens.get("retry-second");
		Instant now = Goldens.time("retry-second", "retried_at");

		FailureOutcome outcome = fail(Goldens.get("retry-first"), "again", now);

		assertThat(outcome).isInstanceOfSatisfying(FailureOutcome.Retry.class, (retry) -> {
			assertThat(retry.payload().toJson()).isEqualTo(golden);
			assertThat(retry.at()).isEqualTo(now.plusSeconds(2));
		});
	}

	@Test
	void writesDeadJobAsSidekiqDoes() {
		String golden = Goldens.get("exhausted-dead");
		JobPayload before = JobPayload.parse(Goldens.get("exhausted-before"));
		Instant now = Goldens.time("exhausted-dead", "failed_at");

		FailureOutcome outcome = fail(before, RetryLimit.STANDARD,
				new JobFailure("low", "ArgumentError", "gone", List.of(), now));

		assertThat(outcome).isInstanceOfSatisfying(FailureOutcome.Dead.class,
				(dead) -> assertThat(dead.payload().toJson()).isEqualTo(golden));
	}

	@Test
	void retries25TimesByDefault() {
		assertThat(fail(job("\"retry\":true,\"retry_count\":23"))).isInstanceOf(FailureOutcome.Retry.class);
		assertThat(fail(job("\"retry\":true,\"retry_count\":24"))).isInstanceOf(FailureOutcome.Dead.class);
	}

	@Test
	void retriesAsOftenAsPayloadSays() {
		assertThat(fail(job("\"retry\":2,\"retry_count\":0"))).isInstanceOf(FailureOutcome.Retry.class);
		assertThat(fail(job("\"retry\":2,\"retry_count\":1"))).isInstanceOf(FailureOutcome.Dead.class);
	}

	@Test
	void discardsJobThatIsNeverRetried() {
		assertThat(fail(job("\"retry\":false"))).isInstanceOf(FailureOutcome.Discarded.class);
	}

	@Test
	void discardsExhaustedJobThatWantsNoDeadSet() {
		assertThat(fail(job("\"retry\":0,\"dead\":false"))).isInstanceOf(FailureOutcome.Discarded.class);
	}

	@Test
	void usesDeclaredLimitWhenPayloadHasNone() {
		JobPayload payload = JobPayload.parse(job("\"jid\":\"b\""));

		FailureOutcome outcome = fail(payload, RetryLimit.NEVER,
				new JobFailure("default", "e", "m", List.of(), Instant.EPOCH));

		assertThat(outcome).isInstanceOf(FailureOutcome.Discarded.class);
	}

	@Test
	void comesBackToRetryQueueWhenPayloadNamesOne() {
		FailureOutcome outcome = fail(job("\"queue\":\"default\",\"retry_queue\":\"low\""));

		assertThat(((FailureOutcome.Retry) outcome).payload().queue()).isEqualTo("low");
	}

	@Test
	void comesBackToQueueThatItWasTakenFrom() {
		JobPayload payload = JobPayload.parse(job("\"queue\":\"default\""));

		FailureOutcome outcome = fail(payload, RetryLimit.STANDARD,
				new JobFailure("moved", "e", "m", List.of(), Instant.EPOCH));

		assertThat(((FailureOutcome.Retry) outcome).payload().queue()).isEqualTo("moved");
	}

	@Test
	void keepsTenThousandCharactersOfMessage() {
		FailureOutcome outcome = fail(job("\"retry\":true"), "😀".repeat(10_001), Instant.EPOCH);

		assertThat(((FailureOutcome.Retry) outcome).payload().toJson())
			.contains("\"error_message\":\"" + "😀".repeat(10_000) + "\"");
	}

	@Test
	void keepsTimeOfFirstFailureThatSidekiq7Wrote() {
		FailureOutcome outcome = fail(job("\"failed_at\":1795208690.25,\"retry_count\":0"), "m",
				Instant.ofEpochMilli(1795208699000L));

		assertThat(((FailureOutcome.Retry) outcome).payload().toJson()).contains("\"failed_at\":1795208690.25",
				"\"retried_at\":1795208699000");
	}

	@Test
	void keepsTimeOfFirstFailureWhenRetriedByHandAfterIt() {
		FailureOutcome outcome = fail(job("\"failed_at\":1795208690250,\"retry_count\":-1"), "m",
				Instant.ofEpochMilli(1795208699000L));

		assertThat(((FailureOutcome.Retry) outcome).payload().toJson()).contains("\"failed_at\":1795208690250",
				"\"retried_at\":1795208699000", "\"retry_count\":0");
	}

	@Test
	void readsRetryFieldAsSidekiqDoes() {
		assertThat(RetryLimit.parse("true")).isEqualTo(RetryLimit.STANDARD);
		assertThat(RetryLimit.parse("false")).isEqualTo(RetryLimit.NEVER);
		assertThat(RetryLimit.parse("7")).isEqualTo(new RetryLimit(7));
		assertThat(RetryLimit.parse("-3")).isEqualTo(new RetryLimit(0));
		assertThat(RetryLimit.parse("\"often\"")).isEqualTo(RetryLimit.STANDARD);
		assertThat(RetryLimit.parse("null")).isNull();
	}

	@Test
	void refusesOtherNegativeLimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryLimit(-3));
	}

	@Test
	void scoresInSecondsWithMicroseconds() {
		assertThat(SidekiqTime.scoreSeconds(Instant.ofEpochSecond(1795208714, 5_074_999)))
			.isEqualTo("1795208714.005074");
	}

	@Test
	void scoreSurvivesRoundTrip() {
		Random random = new Random(42);
		for (int i = 0; i < 10_000; i++) {
			double score = 1.5e9 + random.nextDouble() * 1e9;

			assertThat(SidekiqTime.score(time(score))).isEqualTo(score);
		}
	}

	@Test
	void timeInMicrosecondsSurvivesRoundTrip() {
		Random random = new Random(42);
		for (int i = 0; i < 10_000; i++) {
			Instant instant = Instant.ofEpochSecond(random.nextLong(4_000_000_000L),
					random.nextInt(1_000_000) * 1_000L);

			assertThat(time(Double.parseDouble(SidekiqTime.scoreSeconds(instant)))).isEqualTo(instant);
		}
	}

	@Test
	void readsSecondsOfProcesses() {
		assertThat(SidekiqTime.ofSeconds("1795219963.6375318"))
			.isEqualTo(Instant.ofEpochSecond(1795219963, 637_531_800));
		assertThat(SidekiqTime.ofSeconds("1795219963")).isEqualTo(Instant.ofEpochSecond(1795219963));
	}

	@Test
	void readsNoTimeFromWhatIsNone() {
		assertThat(SidekiqTime.ofSeconds("soon")).isNull();
		assertThat(SidekiqTime.ofSeconds("1e300")).isNull();
		assertThat(SidekiqTime.ofScore(Double.POSITIVE_INFINITY)).isNull();
		assertThat(SidekiqTime.ofScore(Double.NaN)).isNull();
	}

	@Test
	void doesNotCountRunThatWasAskedFor() {
		JobPayload payload = JobPayload.parse(Goldens.get("retry-first"));

		JobPayload retried = RetryRules.retriedByHand(payload, Instant.ofEpochMilli(7));

		assertThat(retried.toJson()).isEqualTo(Goldens.get("retry-first")
			.replace("\"retry_count\":0", "\"retry_count\":-1")
			.replaceFirst("\"enqueued_at\":\\d+", "\"enqueued_at\":7"));
	}

	@Test
	void workerEntrySurvivesRoundTrip() {
		WorkerEntry entry = new WorkerEntry(Map.of("a \"b\"", 5), Instant.ofEpochMilli(5), false);

		assertThat(entry.toJson()).isEqualTo("{\"queues\":{\"a \\\"b\\\"\":5},\"beat_at\":5}");
		assertThat(WorkerEntry.parse(entry.toJson())).isEqualTo(entry);
	}

	private static Instant time(double score) {
		return Objects.requireNonNull(SidekiqTime.ofScore(score));
	}

	private FailureOutcome fail(String json) {
		return fail(json, "m", Instant.EPOCH);
	}

	private FailureOutcome fail(String json, String message, Instant now) {
		return fail(JobPayload.parse(json), RetryLimit.STANDARD,
				new JobFailure("default", "ArgumentError", message, List.of(), now));
	}

	private FailureOutcome fail(JobPayload payload, RetryLimit undeclared, JobFailure failure) {
		return RetryRules.afterFailure(payload, undeclared, failure, (count) -> Duration.ofSeconds(count + 1L));
	}

	private static String job(String fields) {
		return "{\"class\":\"a\",\"args\":[]," + fields + "}";
	}

}
