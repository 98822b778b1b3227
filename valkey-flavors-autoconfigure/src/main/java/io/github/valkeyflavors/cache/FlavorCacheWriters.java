package io.github.valkeyflavors.cache;

import java.time.Duration;

import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.github.valkeyflavors.outage.GuardedConnections;

/**
 * Makes the cache writers of the databases. Writes are immediate, because otherwise a
 * failed evict would go unseen, clearing uses SCAN and UNLINK, nothing is locked.
 * <p>
 * A writer never throws because of its server: what cannot be read is a miss, and what
 * cannot be written is removed from the server before anything there is read again. That
 * takes a connection factory with {@link GuardedConnections}; with another one a write
 * that fails is lost.
 *
 * @since 0.1.0
 */
public final class FlavorCacheWriters {

	/**
	 * How long a write that was given up may take to arrive.
	 */
	private static final Duration SETTLE_TIME = Duration.ofSeconds(2);

	private FlavorCacheWriters() {
	}

	/**
	 * Makes the writer of a database. Call it once for each database.
	 * @param connectionFactory the connection factory of the database
	 * @param statistics whether to count hits, misses, puts and removals
	 * @param maxMissedRemovals how many removals to remember while the server is away, 1
	 * or more
	 * @return a thread-safe writer
	 */
	public static RedisCacheWriter of(RedisConnectionFactory connectionFactory, boolean statistics,
			int maxMissedRemovals) {
		CacheStatisticsCollector collector = statistics ? CacheStatisticsCollector.create()
				: CacheStatisticsCollector.none();
		RedisCacheWriter writer = RedisCacheWriter.create(connectionFactory,
				(configurer) -> configurer.batchStrategy(new UnlinkingBatchStrategy())
					.immediateWrites()
					.collectStatistics(collector));
		Scheduler scheduler = Schedulers.boundedElastic();
		return new OutageProofCacheWriter(writer, collector, losses(connectionFactory, maxMissedRemovals, scheduler),
				scheduler::schedule);
	}

	/**
	 * Makes the writer of a database that writes less while it is restrained. Call it
	 * once for each database.
	 * @param connectionFactory the connection factory of the database
	 * @param statistics whether to count hits, misses, puts and removals
	 * @param maxMissedRemovals how many removals to remember while the server is away, 1
	 * or more
	 * @param restraint says what not to write
	 * @return a thread-safe writer
	 */
	public static RedisCacheWriter of(RedisConnectionFactory connectionFactory, boolean statistics,
			int maxMissedRemovals, CacheRestraint restraint) {
		return new RestrainedCacheWriter(of(connectionFactory, statistics, maxMissedRemovals), restraint,
				Schedulers.boundedElastic()::schedule);
	}

	private static Losses losses(RedisConnectionFactory connectionFactory, int maxMissedRemovals, Scheduler scheduler) {
		if (!(connectionFactory instanceof GuardedConnections connections)) {
			return new LoggedLosses();
		}
		MissedRemovals missed = new MissedRemovals(maxMissedRemovals);
		MissedRemovals late = new MissedRemovals(maxMissedRemovals);
		RemovalRecovery recovery = new RemovalRecovery(connections, missed, late, SETTLE_TIME, scheduler);
		connections.breaker().addRecovery(recovery);
		connections.breaker().addListener(recovery);
		return new RememberedLosses(connections.breaker(), missed, late);
	}

}
