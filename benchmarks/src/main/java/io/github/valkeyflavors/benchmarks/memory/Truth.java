package io.github.valkeyflavors.benchmarks.memory;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

import io.github.valkeyflavors.connection.DedicatedConnection;
import io.github.valkeyflavors.connection.DedicatedConnections;

/**
 * What the keys of a logical database take, of which every one is measured with all its
 * elements. Takes the server as long as it takes.
 *
 * @param keys how many there are
 * @param bytes what they take
 */
record Truth(long keys, long bytes) {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int PAGE = 1000;

	static Truth of(DedicatedConnections connections) {
		long keys = 0;
		long bytes = 0;
		try (DedicatedConnection dedicated = connections.connectDedicated(null, TIMEOUT)) {
			RedisAsyncCommands<byte[], byte[]> commands = dedicated.connection().async();
			ScanCursor cursor = ScanCursor.INITIAL;
			while (!cursor.isFinished()) {
				KeyScanCursor<byte[]> page = commands.scan(cursor, ScanArgs.Builder.limit(PAGE))
					.toCompletableFuture()
					.join();
				keys += page.getKeys().size();
				bytes += measure(commands, page.getKeys());
				cursor = page;
			}
		}
		return new Truth(keys, bytes);
	}

	private static long measure(RedisAsyncCommands<byte[], byte[]> commands, List<byte[]> keys) {
		List<RedisFuture<Long>> sizes = keys.stream()
			.map((key) -> commands.dispatch(CommandType.MEMORY, new IntegerOutput<>(ByteArrayCodec.INSTANCE),
					new CommandArgs<>(ByteArrayCodec.INSTANCE).add("USAGE").addKey(key).add("SAMPLES").add(0)))
			.toList();
		return sizes.stream().mapToLong((size) -> size.toCompletableFuture().join()).sum();
	}

}
