package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisListCommands.Direction;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.QueueKeys;

/**
 * The thread that waits for a job in one empty queue, so that it starts at once. It moves
 * that job by {@code BLMOVE} as a fetch does, and wakes the {@link Fetcher}. It keeps a
 * connection of its own, because a blocking command needs one.
 */
final class QueueWatch implements Runnable {

	// While this process may not take from the queue, or the server refuses to wait
	private static final Duration ASIDE = Duration.ofMillis(250);

	private final RedisConnectionFactory connectionFactory;

	private final WorkerProcess process;

	private final String queue;

	private final Duration blockTime;

	private final Fetcher fetcher;

	private final IdleSignal idle;

	private final StraySweep strays;

	private final LongSupplier nanoTime;

	private @Nullable RedisConnection connection;

	private int connectedAfter;

	QueueWatch(RedisConnectionFactory connectionFactory, WorkerProcess process, String queue, Duration blockTime,
			Fetcher fetcher, IdleSignal idle, StraySweep strays, LongSupplier nanoTime) {
		this.connectionFactory = connectionFactory;
		this.process = process;
		this.queue = queue;
		this.blockTime = blockTime;
		this.fetcher = fetcher;
		this.idle = idle;
		this.strays = strays;
		this.nanoTime = nanoTime;
	}

	@Override
	public void run() {
		int failures = 0;
		try {
			while (this.idle.awaitIdle()) {
				if (!this.fetcher.mayTakeFrom(this.queue)) {
					this.process.quiet().await(ASIDE.toMillis(), TimeUnit.MILLISECONDS);
					continue;
				}
				try {
					watch();
					failures = 0;
				}
				catch (DataAccessException | IllegalStateException ex) {
					disconnect();
					failures = sitOut(ex, failures);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			disconnect();
		}
	}

	private void watch() {
		Object fetch = this.process.hand().fetching();
		long askedAt = this.nanoTime.getAsLong();
		try {
			byte[] job = connect().listCommands()
				.bLMove(LuaScript.bytes(QueueKeys.queue(this.queue)),
						LuaScript.bytes(this.process.hand().key(this.queue)), Direction.RIGHT, Direction.LEFT,
						this.blockTime.toMillis() / 1_000d);
			this.process.outage().notFull(askedAt);
			if (job != null) {
				take(new Work(this.queue, job, this.nanoTime.getAsLong()));
			}
		}
		finally {
			this.process.hand().fetched(fetch);
		}
	}

	private void take(Work work) {
		boolean wanted = this.fetcher.offer(work);
		RedisConnection current = connect();
		if (!wanted) {
			// A job of another queue was faster
			this.strays.giveBack(current, List.of(work));
		}
		this.fetcher.register(current);
	}

	// A server that is full refuses BLMOVE, but the fetcher can still empty it
	private int sitOut(RuntimeException ex, int failures) throws InterruptedException {
		if (ServerOutage.isFull(ex)) {
			this.process.outage().full(ex);
			this.process.quiet().await(ASIDE.toMillis(), TimeUnit.MILLISECONDS);
			this.idle.busy();
			return 0;
		}
		this.process.outage().failed(ex);
		this.process.outage().pause(failures + 1, this.process.quiet());
		return failures + 1;
	}

	// One from before an outage would only fail, and look like another outage
	private RedisConnection connect() {
		int outages = this.process.outage().outages();
		if (this.connectedAfter != outages) {
			disconnect();
		}
		RedisConnection current = this.connection;
		if (current == null) {
			current = this.connectionFactory.getConnection();
			this.connection = current;
			this.connectedAfter = outages;
		}
		return current;
	}

	private void disconnect() {
		RedisConnection current = this.connection;
		this.connection = null;
		if (current != null) {
			try {
				current.close();
			}
			catch (DataAccessException | IllegalStateException ex) {
				// It was of no use any more
			}
		}
	}

}
