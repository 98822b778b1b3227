package io.github.valkeyflavors.queue.client;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.Assert;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.QueueKeys;

/**
 * Pushes jobs in Sidekiq's wire format. One script adds the name of the queue to the set
 * {@code queues} and the payload to the left end of the list {@code queue:<name>}.
 * Neither has a time to live: the worker that is done with a job removes it.
 * <p>
 * Thread-safe. A connection is taken from the factory for each push; the factory belongs
 * to whoever made it.
 *
 * @since 0.1.0
 */
public final class ValkeyJobClient implements JobClient {

	private static final int JID_BYTES = 12;

	private static final LuaScript PUSH = new LuaScript("""
			redis.call('SADD', KEYS[1], ARGV[1])
			return redis.call('LPUSH', KEYS[2], ARGV[2])
			""");

	private final SecureRandom random = new SecureRandom();

	private final RedisConnectionFactory connectionFactory;

	private final ObjectWriter argumentWriter;

	private final Function<String, JobDefaults> options;

	private final InstantSource clock;

	/**
	 * Creates a client.
	 * @param connectionFactory leads to the queue database
	 * @param jsonMapper writes the arguments
	 * @param options returns how the jobs of a type are pushed, for every type
	 * @param clock the wall clock
	 */
	public ValkeyJobClient(RedisConnectionFactory connectionFactory, JsonMapper jsonMapper,
			Function<String, JobDefaults> options, InstantSource clock) {
		this.connectionFactory = connectionFactory;
		this.argumentWriter = jsonMapper.writer()
			.without(SerializationFeature.INDENT_OUTPUT)
			.without(JsonWriteFeature.WRITE_HEX_UPPER_CASE);
		this.options = options;
		this.clock = clock;
	}

	@Override
	public String enqueue(String type, @Nullable Object... arguments) {
		Assert.hasText(type, "'type' must not be empty");
		JobDefaults declared = this.options.apply(type);
		String jid = newJid();
		Instant now = this.clock.instant();
		JobPayload payload = JobPayload
			.create(type, declared.queue(), declared.retry(), write(type, arguments), jid, now)
			.enqueued(now);
		push(payload);
		return jid;
	}

	@Override
	public List<String> enqueueAll(String type, Iterable<? extends List<?>> argumentsOfEach) {
		throw new UnsupportedOperationException();
	}

	@Override
	public JobClient with(io.github.valkeyflavors.queue.JobOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> T via(Class<T> jobs) {
		throw new UnsupportedOperationException();
	}

	private void push(JobPayload payload) {
		String queue = payload.queue();
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			PUSH.count(connection, List.of(QueueKeys.QUEUES, QueueKeys.queue(queue)), queue, payload.toJson());
		}
	}

	private String write(String type, @Nullable Object @Nullable [] arguments) {
		@Nullable Object[] values = (arguments != null) ? arguments : new @Nullable Object[] { null };
		try {
			return this.argumentWriter.writeValueAsString(values);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"The arguments of job '%s' cannot be written as JSON: %s".formatted(type, ex.getOriginalMessage()),
					ex);
		}
	}

	private String newJid() {
		byte[] bytes = new byte[JID_BYTES];
		this.random.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

}
