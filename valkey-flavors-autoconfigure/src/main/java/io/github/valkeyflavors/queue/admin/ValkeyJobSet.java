package io.github.valkeyflavors.queue.admin;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.zset.Tuple;
import org.springframework.util.Assert;

import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.RetryRules;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;

/**
 * The sorted set {@code schedule}, {@code retry} or {@code dead}: payloads scored by
 * epoch seconds, without expiry. Whoever removes an entry may push it or bury it, both in
 * one script.
 * <p>
 * Thread-safe. A connection is taken from the factory for each call.
 */
final class ValkeyJobSet implements JobSet {

	// Entries that are looked at by one script
	private static final int PART = 1_000;

	private static final Duration CUT_OFF = Duration.ofMillis(1);

	private static final LuaScript FIND = new LuaScript("""
			local reply = redis.call('ZSCAN', KEYS[1], ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])
			table.insert(reply[2], 1, reply[1])
			return reply[2]
			""");

	// From the latest to the earliest: jobs that leave because they are due shift nothing
	private static final LuaScript GET = new LuaScript("""
			local first = redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. ARGV[1])
			local last = redis.call('ZCOUNT', KEYS[1], '-inf', ARGV[2]) - 1 - ARGV[4]
			local from = math.max(first, last - ARGV[5] + 1)
			local found = { tostring(from - first) }
			if last >= first then
				local entries = redis.call('ZRANGE', KEYS[1], from, last, 'WITHSCORES')
				for i = 1, #entries, 2 do
					if string.find(entries[i], ARGV[3], 1, true) then
						found[#found + 1] = entries[i]
						found[#found + 1] = entries[i + 1]
					end
				end
			end
			return found
			""");

	private static final LuaScript ENQUEUE = new LuaScript("""
			local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
			if not score then
				return 0
			end
			redis.call('ZREM', KEYS[1], ARGV[1])
			local pushed = redis.pcall('LPUSH', KEYS[3], ARGV[3])
			if type(pushed) ~= 'number' then
				redis.call('ZADD', KEYS[1], score, ARGV[1])
				return pushed
			end
			redis.call('SADD', KEYS[2], ARGV[2])
			return 1
			""");

	private static final LuaScript KILL = new LuaScript("""
			local removed = redis.call('ZREM', KEYS[1], ARGV[1])
			if removed == 1 then
				redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
				redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[3])
				redis.call('ZREMRANGEBYRANK', KEYS[2], 0, ARGV[4])
			end
			return removed
			""");

	private static final LuaScript CLEAR = new LuaScript("""
			local size = redis.call('ZCARD', KEYS[1])
			redis.call('UNLINK', KEYS[1])
			return size
			""");

	private final RedisConnectionFactory connectionFactory;

	private final InstantSource clock;

	private final String key;

	ValkeyJobSet(RedisConnectionFactory connectionFactory, InstantSource clock, String key) {
		this.connectionFactory = connectionFactory;
		this.clock = clock;
		this.key = key;
	}

	@Override
	public long size() {
		return call((connection) -> orZero(connection.zSetCommands().zCard(LuaScript.bytes(this.key))));
	}

	@Override
	public List<JobEntry> jobs(long offset, int limit) {
		Page page = new Page(offset, limit);
		byte[] set = LuaScript.bytes(this.key);
		Collection<Tuple> entries = call(
				(connection) -> isDead() ? connection.zSetCommands().zRevRangeWithScores(set, page.first(), page.last())
						: connection.zSetCommands().zRangeWithScores(set, page.first(), page.last()));
		return entries.stream().map((entry) -> JobEntries.timed(entry.getValue(), entry.getScore())).toList();
	}

	@Override
	public Found find(String text, @Nullable String part) {
		Assert.hasLength(text, "'text' must not be empty");
		String cursor = (part != null) ? checkPart(part) : "0";
		String pattern = "*" + text.replaceAll("[*?\\[\\]\\\\]", "\\\\$0") + "*";
		List<byte[]> reply = call((connection) -> FIND.list(connection, List.of(this.key), cursor,
				JobEntries.bytes(pattern), String.valueOf(PART)));
		String next = LuaScript.text(reply.get(0));
		return new Found(entries(reply), "0".equals(next) ? null : next);
	}

	private static String checkPart(String part) {
		try {
			return Long.toUnsignedString(Long.parseUnsignedLong(part));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"'part' must be null or what the last call returned, but is '%s'".formatted(part), ex);
		}
	}

	@Override
	public Optional<JobEntry> get(String jid, Instant at) {
		return all(jid, at).stream().findFirst();
	}

	@Override
	public List<JobEntry> all(String jid, Instant at) {
		Assert.notNull(jid, "'jid' must not be null");
		String earliest = seconds(at.minus(CUT_OFF));
		String latest = seconds(at.plus(CUT_OFF));
		List<JobEntry> found = new ArrayList<>();
		long seen = 0;
		boolean more = true;
		while (more) {
			String skip = String.valueOf(seen);
			List<byte[]> reply = call((connection) -> GET.list(connection, List.of(this.key), earliest, latest,
					JobEntries.bytes(jid), skip, String.valueOf(PART)));
			entries(reply).stream().filter((entry) -> entry.jid().equals(jid)).forEach(found::add);
			more = Long.parseLong(LuaScript.text(reply.get(0))) > 0;
			seen += PART;
		}
		return found.stream().sorted(Comparator.comparing((entry) -> distance(entry, at))).toList();
	}

	private static Duration distance(JobEntry entry, Instant at) {
		return (entry.at() != null) ? Duration.between(entry.at(), at).abs() : CUT_OFF;
	}

	private static String seconds(Instant instant) {
		return BigDecimal.valueOf(instant.getEpochSecond())
			.add(BigDecimal.valueOf(instant.getNano(), 9))
			.toPlainString();
	}

	// After a first text, each entry is followed by its score
	private static List<JobEntry> entries(List<byte[]> reply) {
		List<JobEntry> entries = new ArrayList<>();
		for (int i = 1; i < reply.size(); i += 2) {
			String score = LuaScript.text(reply.get(i + 1));
			entries.add(JobEntries.timed(reply.get(i), score.endsWith("inf") ? Double.NaN : Double.parseDouble(score)));
		}
		return entries;
	}

	@Override
	public boolean delete(JobEntry job) {
		byte[] payload = JobEntries.bytes(job.payload());
		return call((connection) -> orZero(connection.zSetCommands().zRem(LuaScript.bytes(this.key), payload))) == 1;
	}

	@Override
	public boolean enqueue(JobEntry job) {
		JobPayload payload = toEnqueue(job);
		String queue = payload.queue();
		return call(
				(connection) -> ENQUEUE.count(connection, List.of(this.key, QueueKeys.QUEUES, QueueKeys.queue(queue)),
						JobEntries.bytes(job.payload()), queue, JobEntries.bytes(payload.toJson()))) == 1;
	}

	private JobPayload toEnqueue(JobEntry job) {
		try {
			JobPayload payload = JobPayload.parse(job.payload());
			return QueueKeys.SCHEDULE.equals(this.key) ? payload.enqueued(this.clock.instant())
					: RetryRules.retriedByHand(payload, this.clock.instant());
		}
		catch (MalformedPayloadException ex) {
			throw new IllegalArgumentException("An entry of '%s' that is no job can be deleted, but not enqueued: %s"
				.formatted(this.key, ex.getMessage()), ex);
		}
	}

	@Override
	public boolean kill(JobEntry job) {
		byte[] payload = JobEntries.bytes(job.payload());
		if (isDead()) {
			return call((connection) -> connection.zSetCommands().zScore(LuaScript.bytes(this.key), payload)) != null;
		}
		Instant now = this.clock.instant();
		return call((connection) -> KILL.count(connection, List.of(this.key, QueueKeys.DEAD), payload,
				SidekiqTime.scoreSeconds(now), RetryRules.deadBefore(now), RetryRules.DEAD_LAST_RANK)) == 1;
	}

	@Override
	public long clear() {
		return call((connection) -> CLEAR.count(connection, List.of(this.key)));
	}

	private boolean isDead() {
		return QueueKeys.DEAD.equals(this.key);
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	private <T extends @Nullable Object> T call(Function<RedisConnection, T> commands) {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			return commands.apply(connection);
		}
	}

}
