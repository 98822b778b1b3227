package io.github.valkeyflavors.queue.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.ProcessInfo;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;
import io.github.valkeyflavors.queue.protocol.WorkerEntry;

/**
 * Says that this process is alive, and may have jobs in hand. Writes
 * {@code valkey-flavors:heartbeat:<identity>} (string, expires when the process counts as
 * lost) and its field of {@code valkey-flavors:workers} (hash without expiry; removed by
 * {@link OrphanRecovery}); for Sidekiq {@code processes} (set), {@code <identity>} and
 * {@code <identity>:work} (hashes, expire likewise), {@code stat:processed} and
 * {@code stat:failed} (numbers; those of a day expire after five years). Reads
 * {@code <identity>-signals} (list). Thread-safe.
 */
final class Heartbeat {

	private static final Log logger = LogFactory.getLog(Heartbeat.class);

	private static final Duration STAT_TIME_TO_LIVE = Duration.ofDays(5 * 365);

	// Begins with PEXPIRE, which a server that is full accepts, and the rest after it
	private static final LuaScript BEAT = new LuaScript("""
			local alive = redis.call('PEXPIRE', KEYS[1], ARGV[1])
			if alive == 0 then
				redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
			end
			redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
			redis.call('SADD', KEYS[3], ARGV[2])
			redis.call('HSET', KEYS[4], 'info', ARGV[4], 'concurrency', ARGV[5], 'busy', ARGV[6], 'beat', ARGV[7],
				'rtt_us', ARGV[8], 'quiet', ARGV[9], 'rss', ARGV[10])
			redis.call('PEXPIRE', KEYS[4], ARGV[1])
			redis.call('DEL', KEYS[5])
			for i = 14, #ARGV, 2 do
				redis.call('HSET', KEYS[5], ARGV[i], ARGV[i + 1])
			end
			if #ARGV > 14 then
				redis.call('PEXPIRE', KEYS[5], ARGV[1])
			end
			for i = 0, 1 do
				if ARGV[11 + i] ~= '0' then
					redis.call('INCRBY', KEYS[7 + 2 * i], ARGV[11 + i])
					redis.call('INCRBY', KEYS[8 + 2 * i], ARGV[11 + i])
					redis.call('EXPIRE', KEYS[8 + 2 * i], ARGV[13])
				end
			end
			local signal = redis.call('RPOP', KEYS[6])
			return {tostring(alive), signal or ''}
			""");

	private final ProcessInfo info;

	private final Map<String, Integer> queues;

	private final Duration lostAfter;

	private final InstantSource clock;

	private final LongSupplier nanoTime;

	private final Supplier<ProcessState> state;

	private boolean registered;

	private boolean lost;

	private String signal = "";

	private long reportedProcessed;

	private long reportedFailed;

	private long roundTripMicros;

	private volatile long lastBeat;

	private volatile Instant lastBeatAt;

	private volatile long aliveSince;

	Heartbeat(ProcessInfo info, Map<String, Integer> queues, Duration lostAfter, InstantSource clock,
			LongSupplier nanoTime, Supplier<ProcessState> state) {
		this.info = info;
		this.queues = queues;
		this.lostAfter = lostAfter;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.state = state;
		this.lastBeat = nanoTime.getAsLong();
		this.lastBeatAt = clock.instant();
		this.aliveSince = this.lastBeat;
	}

	/**
	 * Returns whether this process cannot have counted as lost: its last heartbeat is
	 * younger than that takes, by both clocks, because one of them may stand still while
	 * the machine sleeps.
	 * @return whether it is alive to the others
	 */
	boolean isAlive() {
		return this.nanoTime.getAsLong() - this.lastBeat < this.lostAfter.toNanos()
				&& this.clock.instant().isBefore(this.lastBeatAt.plus(this.lostAfter));
	}

	// Whether a job is certainly still in the hand of this process
	boolean covers(Work work) {
		return isAlive() && work.takenAt() - this.aliveSince >= 0;
	}

	/**
	 * Beats once, which registers the process if it is not registered.
	 * @param connection the connection to use
	 */
	synchronized void beat(RedisConnection connection) {
		long start = this.nanoTime.getAsLong();
		Instant beatAt = this.clock.instant();
		ProcessState now = this.state.get();
		List<byte[]> reply = BEAT.list(connection, keys(), arguments(now).toArray());
		this.reportedProcessed = now.processed();
		this.reportedFailed = now.failed();
		this.roundTripMicros = (this.nanoTime.getAsLong() - start) / 1_000;
		this.lastBeat = start;
		this.lastBeatAt = beatAt;
		if (this.registered && "0".equals(LuaScript.text(reply.get(0)))) {
			this.lost = true;
			this.aliveSince = this.nanoTime.getAsLong();
			logger.warn("Process %s had no heartbeat for %s: jobs that it had in hand may run again elsewhere"
				.formatted(this.info.identity(), this.lostAfter));
		}
		this.registered = true;
		String signal = LuaScript.text(reply.get(1));
		this.signal = signal.isEmpty() ? this.signal : signal;
	}

	/**
	 * Returns what the heartbeats since the last call brought.
	 * @return whether the process was lost meanwhile, and what it is asked to do
	 */
	synchronized News takeNews() {
		News news = new News(this.lost, this.signal);
		this.lost = false;
		this.signal = "";
		return news;
	}

	private List<String> keys() {
		String identity = this.info.identity();
		LocalDate today = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
		return List.of(QueueKeys.heartbeat(identity), QueueKeys.WORKERS, QueueKeys.PROCESSES,
				QueueKeys.process(identity), QueueKeys.work(identity), QueueKeys.signals(identity),
				QueueKeys.STAT_PROCESSED, QueueKeys.stat(QueueKeys.STAT_PROCESSED, today), QueueKeys.STAT_FAILED,
				QueueKeys.stat(QueueKeys.STAT_FAILED, today));
	}

	private List<Object> arguments(ProcessState now) {
		Instant beatAt = this.clock.instant();
		List<Object> arguments = new ArrayList<>();
		arguments.add(this.lostAfter.toMillis());
		arguments.add(this.info.identity());
		arguments.add(new WorkerEntry(this.queues, beatAt, false).toJson());
		arguments.add(this.info.toJson());
		arguments.add(this.info.concurrency());
		arguments.add(now.running().size());
		arguments.add(SidekiqTime.scoreSeconds(beatAt));
		arguments.add(this.roundTripMicros);
		arguments.add(now.quiet());
		arguments.add(residentKilobytes());
		arguments.add(now.processed() - this.reportedProcessed);
		arguments.add(now.failed() - this.reportedFailed);
		arguments.add(STAT_TIME_TO_LIVE.toSeconds());
		now.running().forEach((thread, job) -> {
			arguments.add(thread);
			arguments.add(ProcessInfo.work(job.queue(), job.work().json(), job.startedAt()));
		});
		return arguments;
	}

	// What Sidekiq shows as the memory of a process; 0 where it cannot be read
	private static long residentKilobytes() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
				.findFirst()
				.orElse(0);
		}
		catch (IOException | UncheckedIOException | NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * What heartbeats brought.
	 *
	 * @param lost whether the process was registered and counted as lost since
	 * @param signal what Sidekiq's Web UI asks the process to do, empty for nothing
	 */
	record News(boolean lost, String signal) {

	}

	/**
	 * How the process is when it beats.
	 *
	 * @param running the jobs that run, by the name of their thread
	 * @param quiet whether it takes no new jobs
	 * @param processed runs that ended since its start
	 * @param failed runs that failed since its start
	 */
	record ProcessState(Map<String, RunningJob> running, boolean quiet, long processed, long failed) {

	}

}
