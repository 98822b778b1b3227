package io.github.valkeyflavors.queue.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.queue.client.LuaScript;

/**
 * The thread that removes jobs that are done from the hand of this process. All that get
 * done while it waits for the server go with the next command, so a single job is
 * acknowledged at once and a million of them in large batches. Thread-safe.
 * <p>
 * While the server is away the jobs stay here, not more of them than were in hand.
 */
final class Acknowledger implements Runnable {

	private static final Log logger = LogFactory.getLog(Acknowledger.class);

	private static final int BATCH = 500;

	private static final Work END = new Work("", new byte[0], 0);

	// The oldest are at the right end
	private static final LuaScript ACKNOWLEDGE = new LuaScript("""
			local removed = 0
			local next = 1
			for i = 1, #KEYS do
				local count = tonumber(ARGV[next])
				for j = next + 1, next + count do
					removed = removed + redis.call('LREM', KEYS[i], -1, ARGV[j])
				end
				next = next + count + 1
			end
			return removed
			""");

	private final LinkedTransferQueue<Work> done = new LinkedTransferQueue<>();

	private final List<Work> batch = new ArrayList<>();

	private final RedisConnectionFactory connectionFactory;

	private final Hand hand;

	private final WorkerCounters counters;

	private final ServerOutage outage;

	private final CountDownLatch abandoned;

	Acknowledger(RedisConnectionFactory connectionFactory, Hand hand, WorkerCounters counters, ServerOutage outage,
			CountDownLatch abandoned) {
		this.connectionFactory = connectionFactory;
		this.hand = hand;
		this.counters = counters;
		this.outage = outage;
		this.abandoned = abandoned;
	}

	void done(Work work) {
		this.done.add(work);
	}

	// Ends the thread once everything so far is acknowledged
	void close() {
		this.done.add(END);
	}

	@Override
	public void run() {
		boolean open = true;
		while (open) {
			try {
				open = next();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				open = false;
			}
			catch (RuntimeException | Error ex) {
				// Nothing else acknowledges: it must go on, with the same jobs
				logger.error("Jobs could not be acknowledged", ex);
				open = !this.outage.pause(1, this.abandoned);
			}
		}
	}

	private boolean next() throws InterruptedException {
		if (this.batch.isEmpty()) {
			this.batch.add(this.done.take());
			this.done.drainTo(this.batch, BATCH - 1);
		}
		boolean last = this.batch.remove(END);
		if (!this.batch.isEmpty()) {
			acknowledge(this.batch);
			this.batch.clear();
		}
		return !last;
	}

	private void acknowledge(List<Work> batch) {
		int failures = 0;
		boolean settled = false;
		while (!settled) {
			try (RedisConnection connection = this.connectionFactory.getConnection()) {
				long removed = send(connection, batch);
				this.outage.over();
				// A repeated command may find that it was carried out the first time
				if (removed < batch.size() && failures == 0) {
					lost(batch.size() - removed);
				}
				settled = true;
			}
			catch (DataAccessException | IllegalStateException ex) {
				this.outage.failed(ex);
				settled = this.outage.pause(++failures, this.abandoned);
			}
		}
		this.hand.release(batch);
	}

	private long send(RedisConnection connection, List<Work> batch) {
		Map<String, List<byte[]>> byQueue = new LinkedHashMap<>();
		for (Work work : batch) {
			byQueue.computeIfAbsent(work.queue(), (queue) -> new ArrayList<>()).add(work.job());
		}
		List<String> keys = new ArrayList<>(byQueue.size());
		List<Object> arguments = new ArrayList<>(batch.size() + byQueue.size());
		byQueue.forEach((queue, jobs) -> {
			keys.add(this.hand.key(queue));
			arguments.add(jobs.size());
			arguments.addAll(jobs);
		});
		return ACKNOWLEDGE.count(connection, keys, arguments.toArray());
	}

	// Notes jobs that ended although this process had lost its claim on them
	void lost(long jobs) {
		this.counters.lostClaims().add(jobs);
		logger.warn(
				"%d jobs ended that were not in hand any more: this process counted as lost and they ran again elsewhere"
					.formatted(jobs));
	}

}
