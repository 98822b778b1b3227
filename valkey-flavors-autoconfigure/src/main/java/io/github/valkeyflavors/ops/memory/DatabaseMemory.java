package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What fills a logical database.
 * <p>
 * Immutable and thread-safe.
 *
 * @param database the name of the logical database
 * @param index its index on the server
 * @param flavor the name of its flavor
 * @param unknown what could not be found out and why, for example that the user may not
 * send {@code MEMORY USAGE}; empty if everything was
 * @param keys how many keys it has
 * @param seen how many of them {@code SCAN} has shown
 * @param measured how many of these were measured
 * @param vanished how many of these were gone when they should be measured
 * @param bytes the memory that the keys take, or {@code null} if it is unknown
 * @param withoutTimeToLive how many keys never expire, or {@code null} if it is unknown
 * @param timeToLiveExpected whether keys of this database should expire: those of a
 * flavor that may evict, and those of the sessions flavor
 * @param largest the largest keys of those that were measured, the largest first
 * @param types the keys by type, that with the most memory first
 * @param patterns the keys by the pattern of their name, that with the most memory first;
 * the last one may be {@value #OTHER}, for the rest
 * @param immortal the keys that should expire and do not, by pattern; empty if none
 * should
 * @since 0.1.0
 */
public record DatabaseMemory(String database, int index, String flavor, List<String> unknown, long keys, long seen,
		long measured, long vanished, @Nullable Estimate bytes, @Nullable Estimate withoutTimeToLive,
		boolean timeToLiveExpected, List<LargeKey> largest, List<Group> types, List<Group> patterns,
		List<Group> immortal) {

	/**
	 * The name of the group that holds what has no group of its own.
	 */
	public static final String OTHER = "other";

	/**
	 * Creates the value.
	 * @param database the name of the logical database
	 * @param index its index on the server
	 * @param flavor the name of its flavor
	 * @param unknown what could not be found out and why
	 * @param keys how many keys it has
	 * @param seen how many of them {@code SCAN} has shown
	 * @param measured how many of these were measured
	 * @param vanished how many were gone when they should be measured
	 * @param bytes the memory that the keys take
	 * @param withoutTimeToLive how many keys never expire
	 * @param timeToLiveExpected whether keys of this database should expire
	 * @param largest the largest keys
	 * @param types the keys by type
	 * @param patterns the keys by pattern
	 * @param immortal the keys that should expire and do not
	 */
	public DatabaseMemory {
		unknown = List.copyOf(unknown);
		largest = List.copyOf(largest);
		types = List.copyOf(types);
		patterns = List.copyOf(patterns);
		immortal = List.copyOf(immortal);
	}

	/**
	 * A key that was measured.
	 *
	 * @param key its name, abbreviated, or its pattern in the sessions flavor
	 * @param type its type as the server calls it, or {@code unknown}
	 * @param bytes the memory that it takes
	 * @param timeToLive when it expires, or {@code null} if it does not, or that is
	 * unknown
	 * @since 0.1.0
	 */
	public record LargeKey(String key, String type, long bytes, @Nullable Duration timeToLive) {

	}

	/**
	 * Keys that have something in common.
	 *
	 * @param name the type, or the pattern of the names: {@code *} stands for what
	 * differs
	 * @param keys how many keys there are
	 * @param bytes the memory that they take, or {@code null} if it is unknown
	 * @since 0.1.0
	 */
	public record Group(String name, Estimate keys, @Nullable Estimate bytes) {

	}

}
