package io.github.valkeyflavors.queue.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.client.LuaScript;

/**
 * A queue database with what other processes wrote there.
 */
final class QueueFixture {

	static final Instant NOW = Instant.ofEpochMilli(1795208700000L);

	private static final LuaScript ADD = new LuaScript("""
			for i = 1, #ARGV, 2 do
				redis.call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1])
			end
			return #ARGV
			""");

	private final LocalServer server;

	private final StringRedisTemplate template;

	private final JobQueues queues;

	QueueFixture(LocalServer server) {
		this.server = server;
		this.template = server.template();
		this.queues = new ValkeyJobQueues(server.connectionFactory(), InstantSource.fixed(NOW));
	}

	JobQueues queues() {
		return this.queues;
	}

	StringRedisTemplate template() {
		return this.template;
	}

	// Like LPUSH of a client that knows the queue
	void push(String queue, String... payloads) {
		this.template.opsForSet().add("queues", queue);
		this.template.opsForList().leftPushAll("queue:" + queue, payloads);
	}

	List<String> waiting(String queue) {
		List<String> payloads = this.template.opsForList().range("queue:" + queue, 0, -1);
		return (payloads != null) ? payloads : List.of();
	}

	void add(String set, double score, String payload) {
		this.template.opsForZSet().add(set, payload, score);
	}

	void fill(String set, int count, IntFunction<String> score, IntFunction<String> payload) {
		List<String> arguments = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			arguments.add(score.apply(i));
			arguments.add(payload.apply(i));
		}
		try (RedisConnection connection = this.server.connectionFactory().getConnection()) {
			for (int from = 0; from < arguments.size(); from += 1_000) {
				ADD.count(connection, List.of(set),
						arguments.subList(from, Math.min(arguments.size(), from + 1_000)).toArray());
			}
		}
	}

	static String job(String jid) {
		return "{\"retry\":true,\"queue\":\"low\",\"class\":\"report\",\"args\":[],\"jid\":\"%s\",\"created_at\":1795208690378}"
			.formatted(jid);
	}

	static String failed(String jid, int retryCount) {
		return "{\"retry\":true,\"queue\":\"low\",\"class\":\"report\",\"args\":[],\"jid\":\"%s\",\"created_at\":1795208690378,\"enqueued_at\":1795208690378,\"error_message\":\"no\",\"error_class\":\"ArgumentError\",\"failed_at\":1795208690380,\"retry_count\":%d}"
			.formatted(jid, retryCount);
	}

}
