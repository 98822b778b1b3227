package io.github.valkeyflavors.queue.protocol;

import java.time.Instant;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobPayloadTests {

	static Set<String> goldens() {
		return Goldens.all().keySet();
	}

	@ParameterizedTest
	@MethodSource("goldens")
	void returnsWhatSidekiqWroteByteForByte(String name) {
		String json = Goldens.get(name);

		assertThat(JobPayload.parse(json).toJson()).isEqualTo(json);
	}

	@Test
	void promotesRetryAsSidekiqDoes() {
		String promoted = Goldens.get("promoted");
		Instant enqueuedAt = Goldens.time("promoted", "enqueued_at");

		JobPayload payload = JobPayload.parse(Goldens.get("retry-second")).enqueued(enqueuedAt);

		assertThat(payload.toJson()).isEqualTo(promoted);
	}

	@Test
	void readsFieldsThatSidekiqWrote() {
		JobPayload payload = JobPayload.parse(Goldens.get("own-queue"));

		assertThat(payload.type()).isEqualTo("report");
		assertThat(payload.queue()).isEqualTo("low");
		assertThat(payload.jid()).matches("[0-9a-f]{24}");
		assertThat(JobPayload.split(payload.arguments())).containsExactly("1");
		assertThat(payload.retry()).isEqualTo(RetryLimit.STANDARD);
		assertThat(payload.retryCount()).isNull();
	}

	@Test
	void keepsTextOfEachArgument() {
		JobPayload payload = JobPayload.parse(Goldens.get("numbers"));

		assertThat(JobPayload.split(payload.arguments())).containsExactly("1208925819614629174706176", "-1", "1.5",
				"1e+20", "0.0000001", "0.1", "12345678.0");
	}

	@Test
	void readsFloatSecondsOfSidekiq7() {
		JobPayload payload = JobPayload
			.parse("{\"class\":\"a\",\"args\":[],\"created_at\":1795208690.3785,\"enqueued_at\":1.7952086905e9}");

		assertThat(payload.createdAt()).isEqualTo(Instant.ofEpochSecond(1795208690, 378_500_000));
		assertThat(payload.enqueuedAt()).isEqualTo(Instant.ofEpochSecond(1795208690, 500_000_000));
	}

	@Test
	void keepsValuesBehindLongOnes() {
		String json = "{\"class\":\"a\",\"args\":[\"%s\",1.50,{\"x\":[ 1 ]}],\"jid\":\"%s\",\"n\":1e25}"
			.formatted("\\\"ä😀".repeat(20_000), "b".repeat(70_000));

		assertThat(JobPayload.parse(json).toJson()).isEqualTo(json);
		assertThat(JobPayload.split(JobPayload.parse(json).arguments()).subList(1, 3)).containsExactly("1.50",
				"{\"x\":[ 1 ]}");
	}

	@Test
	void dropsWhiteSpaceBetweenFieldsOnly() {
		JobPayload payload = JobPayload.parse(" { \"class\" : \"a\" ,\n\"args\" : [ 1 , 2.0 ] } ");

		assertThat(payload.toJson()).isEqualTo("{\"class\":\"a\",\"args\":[ 1 , 2.0 ]}");
		assertThat(JobPayload.split(payload.arguments())).containsExactly("1", "2.0");
	}

	@Test
	void belongsToDefaultQueueWhenItNamesNone() {
		assertThat(JobPayload.parse("{\"class\":\"a\",\"args\":[]}").queue()).isEqualTo("default");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "{", "[]", "1", "{\"class\":\"a\",\"args\":[}", "{\"args\":[]}",
			"{\"class\":\"a\"}", "{\"class\":\"a\",\"args\":1}", "{\"class\":1,\"args\":[]}",
			"{\"class\":\"a\",\"args\":[]} {}", "{\"class\":\"a\",\"args\":[1,2" })
	void refusesWhatIsNoJob(String json) {
		assertThatExceptionOfType(MalformedPayloadException.class).isThrownBy(() -> JobPayload.parse(json));
	}

	@Test
	void namesTypeAndJidOnlyWhenPrinted() {
		JobPayload payload = JobPayload.parse("{\"class\":\"a\",\"args\":[\"secret\"],\"jid\":\"b\"}");

		assertThat(payload).hasToString("job a (b)");
	}

}
