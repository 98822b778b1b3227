package io.github.valkeyflavors.queue.client;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.LocalServer;
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

	@JsonAutoDetect(getterVisibility = Visibility.ANY)
	static class Cyclic {

		Cyclic getSelf() {
			return this;
		}

	}

}
