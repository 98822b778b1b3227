package io.github.valkeyflavors.queue.admin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.Assert;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.QueueKeys;

/**
 * Administers a queue database in Sidekiq's wire format. Changes {@code queue:<name>},
 * {@code queues}, {@code schedule}, {@code retry}, {@code dead},
 * {@code <identity>-signals} (list, expires after 60 seconds, read by the process), the
 * set {@code processes}, from which it removes who is gone, and
 * {@code valkey-flavors:paused} (set without expiry), each by one script or one command.
 * <p>
 * Thread-safe. A connection is taken from the factory for each call; the factory belongs
 * to whoever made it.
 *
 * @since 0.1.0
 */
public final class ValkeyJobQueues implements JobQueues {

	// Queues or processes that are read by one script
	private static final int CHUNK = 100;

	private static final LuaScript SUMMARIES = new LuaScript("""
			local texts = {}
			for i = 2, #KEYS do
				texts[#texts + 1] = tostring(redis.call('LLEN', KEYS[i]))
				texts[#texts + 1] = redis.call('LINDEX', KEYS[i], -1) or ''
				texts[#texts + 1] = tostring(redis.call('SISMEMBER', KEYS[1], ARGV[i - 1]))
			end
			return texts
			""");

	private static final LuaScript SIZES = new LuaScript("""
			local sum = 0
			for _, queue in ipairs(KEYS) do
				sum = sum + redis.call('LLEN', queue)
			end
			return sum
			""");

	private static final LuaScript STATISTICS = new LuaScript("""
			return {
				redis.call('GET', KEYS[1]) or '0',
				redis.call('GET', KEYS[2]) or '0',
				tostring(redis.call('ZCARD', KEYS[3])),
				tostring(redis.call('ZCARD', KEYS[4])),
				tostring(redis.call('ZCARD', KEYS[5])),
				tostring(redis.call('SCARD', KEYS[6])) }
			""");

	// LREM alone would walk from one end to the other
	private static final LuaScript DELETE = new LuaScript("""
			local size = redis.call('LLEN', KEYS[1])
			local reach = 1000
			while reach < size do
				for _, side in ipairs({ -1, 1 }) do
					if redis.call('LPOS', KEYS[1], ARGV[1], 'RANK', side, 'MAXLEN', reach) then
						return redis.call('LREM', KEYS[1], side, ARGV[1])
					end
				end
				reach = reach * 4
			end
			return redis.call('LREM', KEYS[1], -1, ARGV[1])
			""");

	private static final LuaScript CLEAR = new LuaScript("""
			local size = redis.call('LLEN', KEYS[1])
			redis.call('UNLINK', KEYS[1])
			redis.call('SREM', KEYS[2], ARGV[1])
			return size
			""");

	private static final LuaScript SIGNAL = new LuaScript("""
			local alive = redis.call('EXISTS', KEYS[1])
			if alive == 1 then
				redis.call('LPUSH', KEYS[2], ARGV[1])
				redis.call('EXPIRE', KEYS[2], 60)
			end
			return alive
			""");

	private final RedisConnectionFactory connectionFactory;

	private final InstantSource clock;

	private final JobSet scheduled;

	private final JobSet retries;

	private final JobSet dead;

	/**
	 * Creates the administration of a queue database.
	 * @param connectionFactory leads to the queue database
	 * @param clock the wall clock
	 */
	public ValkeyJobQueues(RedisConnectionFactory connectionFactory, InstantSource clock) {
		this.connectionFactory = connectionFactory;
		this.clock = clock;
		this.scheduled = new ValkeyJobSet(connectionFactory, clock, QueueKeys.SCHEDULE);
		this.retries = new ValkeyJobSet(connectionFactory, clock, QueueKeys.RETRY);
		this.dead = new ValkeyJobSet(connectionFactory, clock, QueueKeys.DEAD);
	}

	@Override
	public List<QueueSummary> queues() {
		return call((connection) -> chunked(names(connection, QueueKeys.QUEUES, QueueKeys.PAUSED),
				(queues) -> summaries(connection, queues)));
	}

	@Override
	public QueueSummary queue(String queue) {
		checkQueue(queue);
		return call((connection) -> summaries(connection, List.of(queue))).get(0);
	}

	private List<QueueSummary> summaries(RedisConnection connection, List<String> queues) {
		List<String> keys = Stream.concat(Stream.of(QueueKeys.PAUSED), queues.stream().map(QueueKeys::queue)).toList();
		Iterator<byte[]> replies = SUMMARIES.list(connection, keys, queues.toArray()).iterator();
		Instant now = this.clock.instant();
		List<QueueSummary> summaries = new ArrayList<>(queues.size());
		for (String queue : queues) {
			summaries.add(new QueueSummary(queue, number(replies.next()), latency(replies.next(), queue, now),
					number(replies.next()) == 1));
		}
		return summaries;
	}

	private static Duration latency(byte[] next, String queue, Instant now) {
		JobEntry job = JobEntries.waiting(next, queue);
		Instant since = (job.enqueuedAt() != null) ? job.enqueuedAt() : job.createdAt();
		return (since != null && since.isBefore(now)) ? Duration.between(since, now) : Duration.ZERO;
	}

	@Override
	public List<JobEntry> jobs(String queue, long offset, int limit) {
		checkQueue(queue);
		Page page = new Page(offset, limit);
		byte[] key = LuaScript.bytes(QueueKeys.queue(queue));
		List<byte[]> newestFirst = call(
				(connection) -> connection.listCommands().lRange(key, -1 - page.last(), -1 - page.first()));
		List<JobEntry> jobs = new ArrayList<>();
		newestFirst.forEach((job) -> jobs.add(JobEntries.waiting(job, queue)));
		Collections.reverse(jobs);
		return List.copyOf(jobs);
	}

	@Override
	public boolean delete(String queue, JobEntry job) {
		checkQueue(queue);
		return call((connection) -> DELETE.count(connection, List.of(QueueKeys.queue(queue)),
				JobEntries.bytes(job.payload()))) == 1;
	}

	@Override
	public long clear(String queue) {
		checkQueue(queue);
		return call((connection) -> CLEAR.count(connection, List.of(QueueKeys.queue(queue), QueueKeys.QUEUES), queue));
	}

	@Override
	public boolean pause(String queue) {
		checkQueue(queue);
		return call((connection) -> Objects.equals(1L,
				connection.setCommands().sAdd(LuaScript.bytes(QueueKeys.PAUSED), LuaScript.bytes(queue))));
	}

	@Override
	public boolean resume(String queue) {
		checkQueue(queue);
		return call((connection) -> Objects.equals(1L,
				connection.setCommands().sRem(LuaScript.bytes(QueueKeys.PAUSED), LuaScript.bytes(queue))));
	}

	@Override
	public JobSet scheduled() {
		return this.scheduled;
	}

	@Override
	public JobSet retries() {
		return this.retries;
	}

	@Override
	public JobSet dead() {
		return this.dead;
	}

	@Override
	public List<WorkerProcess> processes() {
		return call((connection) -> chunked(names(connection, QueueKeys.PROCESSES),
				(identities) -> ProcessReader.read(connection, identities)));
	}

	@Override
	public boolean quiet(String identity) {
		return signal(identity, "TSTP");
	}

	@Override
	public boolean stop(String identity) {
		return signal(identity, "TERM");
	}

	private boolean signal(String identity, String signal) {
		Assert.hasText(identity, "'identity' must not be empty");
		return call((connection) -> SIGNAL.count(connection,
				List.of(QueueKeys.process(identity), QueueKeys.signals(identity)), signal)) == 1;
	}

	@Override
	public Optional<JobProgress> progress(String jid) {
		Assert.hasText(jid, "'jid' must not be empty");
		List<byte[]> fields = call((connection) -> connection.hashCommands()
			.hMGet(LuaScript.bytes(QueueKeys.progress(jid)), LuaScript.bytes("done"), LuaScript.bytes("total"),
					LuaScript.bytes("updated_at")));
		if (fields.stream().anyMatch(Objects::isNull)) {
			return Optional.empty();
		}
		return Optional.of(new JobProgress(number(fields.get(0)), number(fields.get(1)),
				Instant.ofEpochMilli(number(fields.get(2)))));
	}

	@Override
	public QueueStatistics statistics() {
		return call((connection) -> {
			List<byte[]> counts = STATISTICS.list(connection, List.of(QueueKeys.STAT_PROCESSED, QueueKeys.STAT_FAILED,
					QueueKeys.SCHEDULE, QueueKeys.RETRY, QueueKeys.DEAD, QueueKeys.PROCESSES));
			List<Long> sizes = chunked(names(connection, QueueKeys.QUEUES),
					(queues) -> List.of(SIZES.count(connection, queues.stream().map(QueueKeys::queue).toList())));
			return new QueueStatistics(number(counts.get(0)), number(counts.get(1)),
					sizes.stream().mapToLong(Long::longValue).sum(), number(counts.get(2)), number(counts.get(3)),
					number(counts.get(4)), number(counts.get(5)));
		});
	}

	private static List<String> names(RedisConnection connection, String... sets) {
		Collection<byte[]> names = connection.setCommands()
			.sUnion(Stream.of(sets).map(LuaScript::bytes).toArray(byte[][]::new));
		return names.stream().map((name) -> new String(name, StandardCharsets.UTF_8)).sorted().toList();
	}

	private static <T> List<T> chunked(List<String> names, Function<List<String>, List<T>> read) {
		List<T> all = new ArrayList<>();
		for (int from = 0; from < names.size(); from += CHUNK) {
			all.addAll(read.apply(names.subList(from, Math.min(names.size(), from + CHUNK))));
		}
		return List.copyOf(all);
	}

	private static void checkQueue(String queue) {
		Assert.hasText(queue, "'queue' must not be empty");
	}

	// What somebody else wrote in the place of a count counts as none
	private static long number(byte[] text) {
		try {
			return Long.parseLong(new String(text, StandardCharsets.UTF_8));
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private <T extends @Nullable Object> T call(Function<RedisConnection, T> commands) {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			return commands.apply(connection);
		}
	}

}
