package io.github.valkeyflavors.queue.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;

/**
 * Pushes jobs to the queue database, in order, with one script call for each 1,000 jobs
 * of a queue, or 16 MB of them. It adds the name of the queue to the set {@code queues}
 * and the payloads to the left end of the list {@code queue:<name>}. Jobs that are not
 * due yet go to the sorted set {@code schedule} instead, scored by the epoch second at
 * which they are. Nothing has a time to live: whoever takes a job removes it.
 * <p>
 * Thread-safe. A connection is taken from the factory for each push; the factory belongs
 * to whoever made it.
 *
 * @since 0.1.0
 */
public final class ValkeyJobSink implements JobSink {

	private static final Duration RESET_INTERVAL = Duration.ofSeconds(1);

	private static final LuaScript PUSH = new LuaScript("""
			redis.call('SADD', KEYS[1], ARGV[1])
			return redis.call('LPUSH', KEYS[2], unpack(ARGV, 2))
			""");

	private static final LuaScript SCHEDULE = new LuaScript("""
			return redis.call('ZADD', KEYS[1], unpack(ARGV))
			""");

	private final RedisConnectionFactory connectionFactory;

	private final InstantSource clock;

	private Instant lastReset = Instant.EPOCH;

	/**
	 * Creates a sink.
	 * @param connectionFactory leads to the queue database
	 * @param clock the wall clock
	 */
	public ValkeyJobSink(RedisConnectionFactory connectionFactory, InstantSource clock) {
		this.connectionFactory = connectionFactory;
		this.clock = clock;
	}

	@Override
	public void push(List<NewJob> jobs) {
		if (jobs.isEmpty()) {
			return;
		}
		for (JobBatch batch : JobBatch.split(jobs, this.clock.instant())) {
			String queue = batch.queue();
			send((to) -> {
				if (queue != null) {
					push(to, queue, batch.jobs());
				}
				else {
					schedule(to, batch.jobs());
				}
			});
		}
	}

	// A replica has refused the command for sure, so it can be sent again. A connection
	// that leads to one is of no use: the name may lead to the new primary. Connections
	// behind a breaker are mended there.
	private void send(Consumer<RedisConnection> command) {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			command.accept(connection);
			return;
		}
		catch (RedisSystemException ex) {
			if (this.connectionFactory instanceof GuardedConnections
					|| !(this.connectionFactory instanceof LettuceConnectionFactory lettuce) || !isReadOnly(ex)) {
				throw ex;
			}
			reset(lettuce);
		}
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			command.accept(connection);
		}
	}

	// Not more often than once a second, because it breaks commands of others
	private synchronized void reset(LettuceConnectionFactory lettuce) {
		Instant now = this.clock.instant();
		if (Duration.between(this.lastReset, now).abs().compareTo(RESET_INTERVAL) > 0) {
			this.lastReset = now;
			lettuce.resetConnection();
		}
	}

	private static boolean isReadOnly(RedisSystemException ex) {
		String message = ex.getMostSpecificCause().getMessage();
		return message != null && (message.contains("READONLY") || message.contains("MASTERDOWN"));
	}

	private void push(RedisConnection connection, String queue, List<NewJob> jobs) {
		Instant now = this.clock.instant();
		Object[] arguments = new Object[1 + jobs.size()];
		arguments[0] = queue;
		for (int i = 0; i < jobs.size(); i++) {
			arguments[1 + i] = jobs.get(i).enqueued(now);
		}
		PUSH.count(connection, List.of(QueueKeys.QUEUES, QueueKeys.queue(queue)), arguments);
	}

	private void schedule(RedisConnection connection, List<NewJob> jobs) {
		Object[] arguments = new Object[2 * jobs.size()];
		for (int i = 0; i < jobs.size(); i++) {
			NewJob job = jobs.get(i);
			arguments[2 * i] = SidekiqTime.scoreSeconds(Objects.requireNonNull(job.due()));
			arguments[2 * i + 1] = job.scheduled();
		}
		SCHEDULE.count(connection, List.of(QueueKeys.SCHEDULE), arguments);
	}

}
