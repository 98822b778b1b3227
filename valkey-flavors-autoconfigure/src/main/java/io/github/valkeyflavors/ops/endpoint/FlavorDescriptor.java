package io.github.valkeyflavors.ops.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.valkeyflavors.ops.memory.MemoryAuditRun;
import io.github.valkeyflavors.ops.pressure.MemoryPressure;
import io.github.valkeyflavors.ops.server.ServerInfo;

/**
 * A flavor as operators see it. What nobody knows is {@code unknown} or absent.
 * <p>
 * Immutable and thread-safe. Holds no credentials.
 *
 * @param evicting whether its server may evict keys
 * @param endpoint where it lives and how it is asked: {@code host}, {@code port},
 * {@code username}, {@code password}, {@code tls}, {@code sslBundle},
 * {@code connectTimeout} and {@code commandTimeout}
 * @param databases its logical databases
 * @param server what its server said when it was asked last
 * @param breaker its breaker, or {@code null} if the application brings its own
 * connections
 * @param pressure how full its server is, or {@code null} if nobody looks after that
 * @param policy what does not suit the flavor, or {@code null} if there is no audit
 * @param memory its memory audits, or {@code null} if there is none to start
 * @since 0.1.0
 */
public record FlavorDescriptor(Setting evicting, Map<String, Setting> endpoint, List<Database> databases, Server server,
		@Nullable Breaker breaker, @Nullable MemoryPressure pressure, @Nullable PolicyDescriptor policy,
		@Nullable MemoryAudits memory) implements OperationResponseBody {

	/**
	 * Creates the value.
	 * @param evicting whether its server may evict keys
	 * @param endpoint where it lives
	 * @param databases its logical databases
	 * @param server what its server said
	 * @param breaker its breaker
	 * @param pressure how full its server is
	 * @param policy what does not suit the flavor
	 * @param memory its memory audits
	 */
	public FlavorDescriptor {
		databases = List.copyOf(databases);
	}

	/**
	 * A logical database.
	 *
	 * @param name its name
	 * @param index its index on the server
	 * @param flavor the flavor that it belongs to
	 * @param flushable whether it may be flushed
	 * @param keys how many keys it has, or {@code null} if the server did not say
	 * @param expiringKeys how many of them expire, or {@code null} if the server did not
	 * say
	 * @since 0.1.0
	 */
	public record Database(String name, Setting index, Setting flavor, boolean flushable, @Nullable Long keys,
			@Nullable Long expiringKeys) {

	}

	/**
	 * A server.
	 *
	 * @param state {@code answered} or {@code away} when it was asked last, or
	 * {@code unknown} if it was not asked yet or forbids to ask
	 * @param address its address, without credentials
	 * @param flavors the names of all flavors that live on it
	 * @param askedAt when it was asked
	 * @param problem why it did not answer
	 * @param remedy what to do about it
	 * @param facts what it answered
	 * @since 0.1.0
	 */
	public record Server(String state, String address, List<String> flavors, @Nullable Instant askedAt,
			@Nullable String problem, @Nullable String remedy, @Nullable Facts facts) {

		/**
		 * Creates the value.
		 * @param state how it is
		 * @param address its address
		 * @param flavors the names of all flavors that live on it
		 * @param askedAt when it was asked
		 * @param problem why it did not answer
		 * @param remedy what to do about it
		 * @param facts what it answered
		 */
		public Server {
			flavors = List.copyOf(flavors);
		}

	}

	/**
	 * What a server answered. A text that it did not say is {@code unknown}, a number is
	 * {@code null}.
	 *
	 * @param product {@code valkey} or {@code redis}
	 * @param version its version
	 * @param role primary or replica
	 * @param uptimeSeconds since when it runs
	 * @param usedMemory the memory that it uses, in bytes
	 * @param maxMemory the memory that it may use, in bytes, 0 if there is no limit
	 * @param memoryUse the part of it that is used
	 * @param evictionPolicy what it evicts when it is full
	 * @param connectedClients how many clients are connected
	 * @param blockedClients how many of them wait
	 * @param hitRate the part of look-ups that found a key, since it runs
	 * @param evictedKeys how many keys it evicted since it runs
	 * @param expiredKeys how many keys expired since it runs
	 * @param replicas its replicas
	 * @since 0.1.0
	 */
	public record Facts(String product, String version, String role, @Nullable Long uptimeSeconds,
			@Nullable Long usedMemory, @Nullable Long maxMemory, @Nullable Double memoryUse, String evictionPolicy,
			@Nullable Long connectedClients, @Nullable Long blockedClients, @Nullable Double hitRate,
			@Nullable Long evictedKeys, @Nullable Long expiredKeys, List<ServerInfo.Replica> replicas) {

	}

	/**
	 * A breaker.
	 *
	 * @param state {@code open} or {@code closed}
	 * @param full whether the server refuses writes because it is full
	 * @param reason what is wrong while it is open, in few words
	 * @param remedy what to do about it
	 * @param since when it opened
	 * @param missed how often the server was not asked meanwhile
	 * @since 0.1.0
	 */
	public record Breaker(String state, boolean full, @Nullable String reason, @Nullable String remedy,
			@Nullable Instant since, @Nullable Long missed) {

	}

	/**
	 * The memory audits of a flavor, in short.
	 *
	 * @param running how far the audit is that is under way, or {@code null} if none is
	 * @param lastStartedAt when the last one started that has ended, or {@code null} if
	 * there was none
	 * @since 0.1.0
	 */
	public record MemoryAudits(MemoryAuditRun.@Nullable Progress running, @Nullable Instant lastStartedAt) {

	}

}
