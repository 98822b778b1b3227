package io.github.valkeyflavors.console;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.ops.policy.PolicyFinding;
import io.github.valkeyflavors.ops.server.ServerInfo;

/**
 * A server as the page shows it. What it does not say is {@code null}.
 *
 * @param state {@code answers}, {@code silent}, {@code unasked} or {@code unused}
 * @param stale whether the reading is older than three intervals of the watch
 * @param facts what it said, {@code null} if it did not answer
 */
record ServerView(String address, String state, boolean stale, @Nullable Instant at, @Nullable String problem,
		@Nullable String remedy, @Nullable Facts facts, @Nullable String level, List<DatabaseView> databases,
		List<FlavorView> flavors) {

	/**
	 * What a server says about itself.
	 */
	record Facts(String product, @Nullable String version, @Nullable String role, @Nullable Long uptimeSeconds,
			@Nullable Long usedMemory, @Nullable Long maxMemory, @Nullable Double memoryUse, @Nullable String policy,
			@Nullable Double hitRate, @Nullable Long evicted, @Nullable Long expired, @Nullable Long clients,
			@Nullable Long blockedClients, @Nullable Long commandsPerSecond, @Nullable Boolean aof,
			@Nullable Boolean linkUp, @Nullable String primary, @Nullable Long replicas,
			List<ServerInfo.Replica> replicaList) {

	}

	/**
	 * A logical database with its keys.
	 */
	record DatabaseView(String name, int index, String flavor, @Nullable Long keys, @Nullable Long expiring) {

	}

	/**
	 * A flavor that lives on the server.
	 *
	 * @param verdict the severity of its worst finding, {@code ok}, or {@code unknown}
	 */
	record FlavorView(String name, boolean evicting, boolean declared, String origin, BreakerView breaker,
			@Nullable String verdict, List<PolicyFinding> findings) {

	}

	/**
	 * The breaker of a flavor.
	 */
	record BreakerView(boolean open, boolean full, boolean covered, @Nullable String problem, @Nullable String remedy,
			long seconds, long missed) {

	}

}
