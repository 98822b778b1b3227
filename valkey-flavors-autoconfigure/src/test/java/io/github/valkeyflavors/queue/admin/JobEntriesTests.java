package io.github.valkeyflavors.queue.admin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import io.github.valkeyflavors.queue.protocol.Goldens;

import static org.assertj.core.api.Assertions.assertThat;

class JobEntriesTests {

	@Test
	void readsFailedJobOfSidekiq8() {
		String payload = Goldens.get("retry-second");

		JobEntry job = timed(payload);

		assertThat(job).isEqualTo(new JobEntry("a06abf19b6a27d066bc02f05", "order_confirmation", "default",
				"[42,\"a\",null,true,{\"mike\":\"bob\"}]", List.of(), Instant.ofEpochSecond(1795208714),
				Instant.ofEpochMilli(1795208690378L), Instant.ofEpochMilli(1795208690378L), 1,
				new JobEntry.Failure("ArgumentError", "again", Instant.ofEpochMilli(1795208690380L), List.of()),
				payload));
	}

	@Test
	void readsTimesOfSidekiq7() {
		JobEntry job = timed(
				"{\"class\":\"HardJob\",\"args\":[1],\"queue\":\"default\",\"jid\":\"b4a577edbccf1d805744efa9\",\"created_at\":1795208690.3781233,\"enqueued_at\":1795208690.5,\"error_class\":\"E\",\"error_message\":\"m\",\"failed_at\":1795208690.75,\"retry_count\":0}");

		assertThat(job.createdAt()).isEqualTo(Instant.ofEpochSecond(1795208690, 378_123_300));
		assertThat(job.enqueuedAt()).isEqualTo(Instant.ofEpochMilli(1795208690500L));
		assertThat(job.failure())
			.isEqualTo(new JobEntry.Failure("E", "m", Instant.ofEpochMilli(1795208690750L), List.of()));
	}

	@Test
	void showsInnerJobOfActiveJob() {
		JobEntry job = timed(
				"{\"class\":\"Sidekiq::ActiveJob::Wrapper\",\"wrapped\":\"GuestsCleanupJob\",\"args\":[{\"job_class\":\"GuestsCleanupJob\",\"arguments\":[\"guest\",7]}]}");

		assertThat(job.type()).isEqualTo("GuestsCleanupJob");
		assertThat(job.arguments()).isEqualTo("[\"guest\",7]");
	}

	@Test
	void readsTags() {
		assertThat(timed("{\"class\":\"a\",\"args\":[],\"tags\":[\"vip\",\"eu\"]}").tags()).containsExactly("vip",
				"eu");
	}

	@Test
	void readsStackTraceThatRubyCompressed() {
		JobEntry job = timed(RecordedProcess.get("failed"));

		assertThat(job.failure()).isNotNull()
			.extracting(JobEntry.Failure::backtrace, InstanceOfAssertFactories.list(String.class))
			.hasSize(2)
			.allMatch((line) -> line.contains(".rb") || line.startsWith("-:"));
	}

	@Test
	void showsFailureWithoutStackTraceThatCannotBeRead() {
		JobEntry job = timed("{\"class\":\"a\",\"args\":[],\"error_class\":\"E\",\"error_backtrace\":\"%\"}");

		assertThat(job.failure()).isEqualTo(new JobEntry.Failure("E", "", null, List.of()));
	}

	@Test
	void showsEntryThatIsNoJob() {
		assertThat(timed("garbage")).isEqualTo(new JobEntry("", "?", "", "[]", List.of(),
				Instant.ofEpochSecond(1795208714), null, null, null, null, "garbage"));
	}

	@Test
	void returnsAnyBytesAsTheyWere() {
		Random random = new Random(42);
		for (int i = 0; i < 10_000; i++) {
			byte[] stored = new byte[random.nextInt(12)];
			random.nextBytes(stored);

			assertThat(JobEntries.bytes(JobEntries.text(stored))).isEqualTo(stored);
		}
	}

	@Test
	void readsTextAsItIs() {
		String text = "ä€😀 \u0000\uffff";

		assertThat(JobEntries.text(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
		assertThat(JobEntries.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
	}

	private static JobEntry timed(String payload) {
		return JobEntries.timed(payload.getBytes(StandardCharsets.UTF_8), 1795208714);
	}

}
