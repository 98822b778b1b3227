package io.github.valkeyflavors.benchmarks.memory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.zset.DefaultTuple;
import org.springframework.data.redis.connection.zset.Tuple;

/**
 * The keys of a logical database: half of them strings of lognormal size, as cached pages
 * are, and hashes, lists, sets and sorted sets whose sizes differ as well.
 */
final class Keys {

	private static final int BATCH = 1000;

	private static final int LARGEST = 200_000;

	private final RedisConnectionFactory connections;

	private final SplittableRandom random;

	private final String name;

	Keys(RedisConnectionFactory connections, String name, long seed) {
		this.connections = connections;
		this.name = name;
		this.random = new SplittableRandom(seed);
	}

	void fill(int count) {
		try (RedisConnection connection = this.connections.getConnection()) {
			for (int first = 0; first < count; first += BATCH) {
				connection.openPipeline();
				for (int i = first; i < Math.min(count, first + BATCH); i++) {
					add(connection, i);
				}
				connection.closePipeline();
			}
		}
	}

	private void add(RedisConnection connection, int number) {
		int kind = this.random.nextInt(100);
		if (kind < 50) {
			connection.stringCommands().setEx(key("page:" + number), 7200 + number % 3600, value(6, 1.2));
		}
		else if (kind < 70) {
			byte[] key = key("session:" + new UUID(this.random.nextLong(), this.random.nextLong()));
			connection.hashCommands().hMSet(key, fields());
			connection.keyCommands().expire(key, 7200);
		}
		else if (kind < 85) {
			connection.listCommands().rPush(key("log:" + number), values(this.random.nextInt(1, 40)));
		}
		else if (kind < 95) {
			connection.setCommands().sAdd(key("tags:" + number), values(this.random.nextInt(1, 60)));
		}
		else {
			connection.zSetCommands().zAdd(key("rank:" + number), ranks());
		}
	}

	private byte[] key(String suffix) {
		return (this.name + ":" + suffix).getBytes(StandardCharsets.UTF_8);
	}

	@SuppressWarnings("ArrayAsKeyOfSetOrMap") // each field is another one
	private Map<byte[], byte[]> fields() {
		Map<byte[], byte[]> fields = new HashMap<>();
		for (int i = this.random.nextInt(3, 25); i >= 0; i--) {
			fields.put(("field" + i).getBytes(StandardCharsets.UTF_8), value(3, 0.8));
		}
		return fields;
	}

	private byte[][] values(int count) {
		List<byte[]> values = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			values
				.add((i + new String(value(2.5, 0.5), StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII));
		}
		return values.toArray(byte[][]::new);
	}

	private Set<Tuple> ranks() {
		Set<Tuple> ranks = new HashSet<>();
		for (byte[] member : values(this.random.nextInt(1, 200))) {
			ranks.add(new DefaultTuple(member, this.random.nextDouble()));
		}
		return ranks;
	}

	private byte[] value(double logOfSize, double spread) {
		int size = (int) Math.min(LARGEST, Math.exp(logOfSize + spread * this.random.nextGaussian())) + 1;
		byte[] value = new byte[size];
		Arrays.fill(value, (byte) ('a' + this.random.nextInt(26)));
		return value;
	}

}
