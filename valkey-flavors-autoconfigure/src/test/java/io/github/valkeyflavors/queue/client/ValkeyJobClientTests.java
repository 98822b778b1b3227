package io.github.valkeyflavors.queue.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.JobRefusedException;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ValkeyJobClientTests {

	private static final JobDefaults DECLARED = new JobDefaults("low", new RetryLimit(3), null, 0);

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1795208690378L));

	private StringRedisTemplate template;

	private JobClient client;

	@BeforeEach
	void connect() {
		this.template = server.template();
		JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
		this.client = new ValkeyJobClient(server.connectionFactory(), mapper,
				(type) -> "declared".equals(type) ? DECLARED : JobDefaults.UNDECLARED, this.clock);
	}

	@Test
	void writesNameOfQueueAndPayload() {
		String jid = this.client.enqueue("order_confirmation", 42, "a", null, true, Map.of("mike", "bob"));

		assertThat(this.template.keys("*")).containsExactlyInAnyOrder("queues", "queue:default");
		assertThat(this.template.opsForSet().members("queues")).containsExactly("default");
		assertThat(this.template.opsForList().range("queue:default", 0, -1)).containsExactly(
				"{\"retry\":true,\"queue\":\"default\",\"class\":\"order_confirmation\",\"args\":[42,\"a\",null,true,{\"mike\":\"bob\"}],\"jid\":\"%s\",\"created_at\":1795208690378,\"enqueued_at\":1795208690378}"
					.formatted(jid));
	}

	@Test
	void pushesOnTheLeft() {
		this.client.enqueue("first");
		this.client.enqueue("second");

		assertThat(this.template.opsForList().leftPop("queue:default")).contains("\"second\"");
	}

	@Test
	void usesQueueAndRetriesOfDeclaredType() {
		this.client.enqueue("declared");

		assertThat(this.template.opsForList().range("queue:low", 0, -1)).singleElement()
			.asString()
			.startsWith("{\"retry\":3,\"queue\":\"low\",\"class\":\"declared\",\"args\":[],");
	}

	@Test
	void returnsJidOf24HexadecimalDigits() {
		List<String> jids = List.of(this.client.enqueue("a"), this.client.enqueue("a"));

		assertThat(jids).doesNotHaveDuplicates().allMatch((jid) -> jid.matches("[0-9a-f]{24}"));
	}

	@Test
	void schedulesJobThatIsDueLater() {
		String jid = this.client.enqueueIn(Duration.ofSeconds(90), "later", 1);

		assertThat(this.template.keys("*")).containsExactly("schedule");
		assertThat(this.template.opsForZSet().rangeWithScores("schedule", 0, -1)).singleElement().satisfies((job) -> {
			assertThat(job.getScore()).isEqualTo(1795208780.378);
			assertThat(job.getValue()).isEqualTo(
					"{\"retry\":true,\"queue\":\"default\",\"class\":\"later\",\"args\":[1],\"jid\":\"%s\",\"created_at\":1795208690378}"
						.formatted(jid));
		});
	}

	@Test
	void schedulesJobAtPointInTime() {
		this.client.enqueueAt(Instant.ofEpochSecond(2_000_000_000L, 123_456_789), "later");

		assertThat(this.template.opsForZSet().rangeWithScores("schedule", 0, -1)).singleElement()
			.satisfies((job) -> assertThat(job.getScore()).isEqualTo(2_000_000_000.123456));
	}

	@Test
	void pushesAtOnceWhatIsDueInPast() {
		this.client.enqueueAt(Instant.EPOCH, "past");
		this.client.enqueueIn(Duration.ZERO, "now");

		assertThat(this.template.hasKey("schedule")).isFalse();
		assertThat(this.template.opsForList().range("queue:default", 0, -1)).hasSize(2)
			.allMatch((json) -> json.contains("\"enqueued_at\":1795208690378}"));
	}

	@Test
	void pushesToQueueOfOptions() {
		this.client.with(JobOptions.NONE.queue("high")).with(JobOptions.NONE.tags("a")).enqueue("declared");

		assertThat(this.template.opsForList().range("queue:high", 0, -1)).singleElement()
			.asString()
			.startsWith("{\"retry\":3,\"queue\":\"high\",\"tags\":[\"a\"],\"class\":\"declared\",");
		assertThat(this.template.opsForSet().members("queues")).containsExactly("high");
	}

	@Test
	void pushesManyJobsInOrderWithOneRoundTripPerThousand() {
		this.client.enqueue("warm-up");
		this.template.delete("queue:default");
		long before = scriptCalls();

		List<String> jids = this.client.enqueueAll("many", IntStream.range(0, 2_500).mapToObj(List::of).toList());

		List<JobPayload> payloads = Objects.requireNonNull(this.template.opsForList().range("queue:default", 0, -1))
			.stream()
			.map(JobPayload::parse)
			.toList();
		assertThat(payloads).extracting(JobPayload::jid)
			.containsExactlyElementsOf(IntStream.range(0, 2_500).mapToObj((i) -> jids.get(2_499 - i)).toList());
		assertThat(payloads).extracting(JobPayload::arguments).startsWith("[2499]").endsWith("[0]");
		assertThat(scriptCalls() - before).isEqualTo(3);
	}

	@Test
	void schedulesManyJobs() {
		this.client.with(JobOptions.NONE.in(Duration.ofHours(1)))
			.enqueueAll("many", IntStream.range(0, 1_001).mapToObj(List::of).toList());

		assertThat(this.template.opsForZSet().zCard("schedule")).isEqualTo(1_001);
	}

	@Test
	void splitsLargeJobsIntoSmallerRoundTrips() {
		this.client.enqueue("warm-up");
		long before = scriptCalls();

		this.client.enqueueAll("large", Collections.nCopies(100, List.of("x".repeat(200_000))));

		assertThat(this.template.opsForList().size("queue:default")).isEqualTo(101);
		assertThat(scriptCalls() - before).isEqualTo(2);
	}

	@Test
	void writesNothingWhenOneOfManyIsRefused() {
		assertThatExceptionOfType(JobRefusedException.class)
			.isThrownBy(() -> this.client.enqueueAll("many", List.of(List.of(1), List.of(new Cyclic()))));
		assertThat(this.template.keys("*")).isEmpty();
	}

	@Test
	void enqueuesNothing() {
		assertThat(this.client.enqueueAll("none", List.of())).isEmpty();
		assertThat(this.template.keys("*")).isEmpty();
	}

	@Test
	@SuppressWarnings("NullAway")
	void takesNullAsOneArgument() {
		this.client.enqueue("a", (Object[]) null);

		assertThat(this.template.opsForList().leftPop("queue:default")).contains("\"args\":[null]");
	}

	@Test
	void survivesLossOfScriptCache() {
		this.client.enqueue("a");
		try (RedisConnection connection = server.connectionFactory().getConnection()) {
			connection.scriptingCommands().scriptFlush();
		}

		this.client.enqueue("a");

		assertThat(this.template.opsForList().size("queue:default")).isEqualTo(2);
	}

	@Test
	void refusesEmptyType() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.enqueue(" "));
	}

	@Test
	void refusesArgumentThatIsNoJson() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.enqueue("a", new Cyclic()))
			.withMessageContaining("job 'a'");
		assertThat(this.template.keys("*")).isEmpty();
	}

	@Test
	void throwsWhenServerIsAway() {
		server.stop();

		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.client.enqueue("a"));
	}

	private long scriptCalls() {
		String stats = this.template.execute((RedisCallback<String>) (connection) -> Objects
			.requireNonNull(connection.serverCommands().info("commandstats"))
			.getProperty("cmdstat_evalsha"));
		return Long.parseLong(stats.replaceAll("calls=(\\d+),.*", "$1"));
	}

	@JsonAutoDetect(getterVisibility = Visibility.ANY)
	static class Cyclic {

		Cyclic getSelf() {
			return this;
		}

	}

}
