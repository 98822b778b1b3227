package io.github.valkeyflavors.ops.policy;

import java.util.Locale;

/**
 * What can be wrong with a server. Documented in {@code docs/operations.md}.
 */
enum FindingId {

	/**
	 * What the server evicts does not suit the flavor.
	 */
	EVICTION_POLICY,

	/**
	 * Flavors share the server that no eviction policy suits together.
	 */
	SHARED_SERVER,

	/**
	 * There is no limit of memory.
	 */
	MAXMEMORY,

	/**
	 * The append-only file is on where it only costs, or off where it is needed.
	 */
	AOF,

	/**
	 * There are snapshots where they only cost, or none where they serve as backups.
	 */
	SNAPSHOTS,

	/**
	 * The server could not write to its disk.
	 */
	PERSISTENCE_FAILING,

	/**
	 * The server is a replica.
	 */
	ROLE,

	/**
	 * The version is too old.
	 */
	VERSION,

	/**
	 * What is said to the server can be read on the way.
	 */
	TLS,

	/**
	 * Whoever reaches the server may use it.
	 */
	PASSWORD,

	/**
	 * It could not be found out what the server is like.
	 */
	UNKNOWN,

	/**
	 * A server on this machine that nobody configured.
	 */
	DEVELOPMENT;

	String tag() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
