package io.github.valkeyflavors.autoconfigure.ops;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import io.github.valkeyflavors.cache.CacheServer;

/**
 * A server that is as full as a test wants it.
 */
final class PressuredServer {

	private static final int ELSEWHERE = 15;

	/**
	 * By a script, because the server keeps the buffer of a large command for a while.
	 */
	private static final RedisScript<Void> FILL = RedisScript.of("""
			for i = 1, 20 do
				redis.call('SET', 'ballast' .. i, string.rep('x', 1000000))
			end
			""");

	private final StringRedisTemplate redis;

	/**
	 * With so much data that the buffers of connections do not count.
	 */
	PressuredServer(CacheServer server) {
		this.redis = server.template(ELSEWHERE);
		limit(0);
		this.redis.execute(FILL, List.of());
	}

	/**
	 * Sets {@code maxmemory} so that this part of it is used.
	 */
	void use(int percentage) {
		limit(memory() * 100 / percentage);
	}

	void limit(long bytes) {
		configure("maxmemory", Long.toString(bytes));
	}

	void configure(String name, String value) {
		try (RedisConnection connection = this.redis.getRequiredConnectionFactory().getConnection()) {
			connection.serverCommands().setConfig(name, value);
		}
	}

	void addUser(String name, String... rules) {
		try (RedisConnection connection = this.redis.getRequiredConnectionFactory().getConnection()) {
			connection.execute("ACL",
					Stream.concat(Stream.of("SETUSER", name), Stream.of(rules))
						.map((word) -> word.getBytes(StandardCharsets.US_ASCII))
						.toArray(byte[][]::new));
		}
	}

	private long memory() {
		try (RedisConnection connection = this.redis.getRequiredConnectionFactory().getConnection()) {
			Properties memory = connection.serverCommands().info("memory");
			return Long.parseLong((memory != null) ? memory.getProperty("used_memory") : "");
		}
	}

}
