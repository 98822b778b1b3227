package io.github.valkeyflavors.cache;

import java.util.ArrayList;
import java.util.List;

import org.springframework.data.redis.cache.BatchStrategy;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * Clears a cache with SCAN and UNLINK, so that neither listing nor freeing the entries
 * blocks the server. Spring Data's own strategy for immediate writes uses DEL.
 */
final class UnlinkingBatchStrategy implements BatchStrategy {

	private static final int BATCH_SIZE = 512;

	@Override
	public long cleanCache(RedisConnection connection, String name, byte[] pattern) {
		long removed = 0;
		List<byte[]> batch = new ArrayList<>(BATCH_SIZE);
		ScanOptions options = ScanOptions.scanOptions().count(BATCH_SIZE).match(pattern).build();
		try (Cursor<byte[]> keys = connection.keyCommands().scan(options)) {
			while (keys.hasNext()) {
				batch.add(keys.next());
				if (batch.size() == BATCH_SIZE || !keys.hasNext()) {
					removed += unlink(connection, batch);
					batch.clear();
				}
			}
		}
		return removed;
	}

	private static long unlink(RedisConnection connection, List<byte[]> keys) {
		Long removed = connection.keyCommands().unlink(keys.toArray(new byte[0][]));
		return (removed != null) ? removed : 0;
	}

}
