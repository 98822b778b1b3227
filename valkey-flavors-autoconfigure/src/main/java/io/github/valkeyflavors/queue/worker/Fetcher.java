package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.QueueKeys;

/**
 * The thread of a group that moves jobs from the right end of {@code queue:<name>} to the
 * left end of {@code valkey-flavors:in-hand:<identity>:<name>} (list without expiry), as
 * many at once as there is room for, in one step on the server. When all queues are empty
 * it leaves the wait to a {@link QueueWatch} for each.
 */
final class Fetcher implements Runnable {

	/**
	 * The largest number of jobs of one fetch.
	 */
	static final int BATCH = 500;

	private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);

	private static final Duration HOLD_OFF = Duration.ofSeconds(1);

	private static final String UNREGISTERED = "0";

	private static final int PAUSED = -1;

	/**
	 * Refuses to take a job for a process that counts as lost, or is not registered: it
	 * would be taken from it, or nobody would recover it from there. Pops first, because
	 * a server that is full refuses LMOVE, and could then never be emptied.
	 */
	private static final LuaScript TAKE = new LuaScript("""
			if redis.call('EXISTS', KEYS[1]) == 0 then
				return {'0'}
			end
			local wanted = tonumber(ARGV[1])
			local reply = {'1'}
			for i = 3, #KEYS, 2 do
				if redis.call('SISMEMBER', KEYS[2], ARGV[(i + 1) / 2]) == 1 then
					reply[#reply + 1] = '-1'
				elseif wanted == 0 then
					reply[#reply + 1] = '0'
				else
					local jobs = redis.call('RPOP', KEYS[i], wanted)
					local count = jobs and #jobs or 0
					reply[#reply + 1] = tostring(count)
					if count > 0 then
						redis.call('LPUSH', KEYS[i + 1], unpack(jobs))
						for j = 1, count do
							reply[#reply + 1] = jobs[j]
						end
						wanted = wanted - count
					end
				end
			end
			return reply
			""");

	private final RedisConnectionFactory connectionFactory;

	private final WorkerProcess process;

	private final QueueOrder order;

	private final JobBuffer buffer;

	private final IdleSignal idle;

	private final LongSupplier nanoTime;

	private final Map<String, Long> heldOff = new ConcurrentHashMap<>();

	private volatile Set<String> paused = Set.of();

	Fetcher(RedisConnectionFactory connectionFactory, WorkerProcess process, QueueOrder order, JobBuffer buffer,
			IdleSignal idle, LongSupplier nanoTime) {
		this.connectionFactory = connectionFactory;
		this.process = process;
		this.order = order;
		this.buffer = buffer;
		this.idle = idle;
		this.nanoTime = nanoTime;
	}

	@Override
	public void run() {
		int failures = 0;
		while (this.process.quiet().getCount() > 0) {
			int room = this.buffer.awaitRoom();
			if (room == 0 || this.process.hand().isFull()) {
				this.process.outage().pause(0, this.process.quiet());
				continue;
			}
			try (RedisConnection connection = this.connectionFactory.getConnection()) {
				long mark = this.idle.mark();
				boolean found = fetch(connection, Math.min(room, BATCH));
				failures = 0;
				this.process.outage().over();
				if (!found) {
					this.idle.awaitBusy(mark, LONGEST_IDLE);
				}
			}
			catch (DataAccessException | IllegalStateException ex) {
				this.process.outage().failed(ex);
				this.process.outage().pause(++failures, this.process.quiet());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	private boolean fetch(RedisConnection connection, int wanted) {
		List<String> queues = this.order.next().stream().filter((queue) -> !isHeldOff(queue)).toList();
		if (queues.isEmpty()) {
			return false;
		}
		Object fetch = this.process.hand().fetching();
		try {
			List<byte[]> reply = take(connection, queues, wanted);
			if (UNREGISTERED.equals(LuaScript.text(reply.get(0))) && this.process.quiet().getCount() > 0) {
				this.process.heartbeat().beat(connection);
				reply = take(connection, queues, wanted);
			}
			return receive(queues, reply);
		}
		finally {
			this.process.hand().fetched(fetch);
		}
	}

	private List<byte[]> take(RedisConnection connection, List<String> queues, int wanted) {
		List<String> keys = new ArrayList<>(2 + 2 * queues.size());
		keys.add(QueueKeys.heartbeat(this.process.identity()));
		keys.add(QueueKeys.PAUSED);
		List<Object> arguments = new ArrayList<>(1 + queues.size());
		arguments.add(wanted);
		for (String queue : queues) {
			keys.add(QueueKeys.queue(queue));
			keys.add(this.process.hand().key(queue));
			arguments.add(queue);
		}
		return TAKE.list(connection, keys, arguments.toArray());
	}

	// Reads for each queue the number of its jobs and then the jobs
	private boolean receive(List<String> queues, List<byte[]> reply) {
		Set<String> pausedNow = new HashSet<>();
		boolean found = false;
		long now = this.nanoTime.getAsLong();
		int next = 1;
		for (int i = 0; i < queues.size() && next < reply.size(); i++) {
			int count = Integer.parseInt(LuaScript.text(reply.get(next++)));
			if (count == PAUSED) {
				pausedNow.add(queues.get(i));
			}
			for (int j = 0; j < count; j++) {
				deliver(new Work(queues.get(i), reply.get(next++), now));
				found = true;
			}
		}
		this.paused = pausedNow;
		return found;
	}

	private void deliver(Work work) {
		this.process.hand().hold(work);
		this.buffer.put(work);
	}

	/**
	 * Hands a job that a watch has taken over to the threads.
	 * @param work the job
	 * @return whether there was a thread for it; if not, it is to be given back
	 */
	boolean offer(Work work) {
		this.process.hand().hold(work);
		boolean wanted = this.buffer.offer(work);
		this.idle.busy();
		return wanted;
	}

	// Registers this process if the server does not know it (any more): a job in its hand
	// would be found by nobody
	void register(RedisConnection connection) {
		byte[] heartbeat = LuaScript.bytes(QueueKeys.heartbeat(this.process.identity()));
		if (!Boolean.TRUE.equals(connection.keyCommands().exists(heartbeat)) && this.process.quiet().getCount() > 0) {
			this.process.heartbeat().beat(connection);
		}
	}

	// Leaves a queue alone for a moment, because its jobs are not for this process
	void holdOff(String queue) {
		this.heldOff.put(queue, this.nanoTime.getAsLong() + HOLD_OFF.toNanos());
	}

	private boolean isHeldOff(String queue) {
		Long until = this.heldOff.get(queue);
		if (until == null) {
			return false;
		}
		if (until - this.nanoTime.getAsLong() > 0) {
			return true;
		}
		this.heldOff.remove(queue, until);
		return false;
	}

	boolean mayTakeFrom(String queue) {
		return !this.paused.contains(queue) && !isHeldOff(queue);
	}

}
