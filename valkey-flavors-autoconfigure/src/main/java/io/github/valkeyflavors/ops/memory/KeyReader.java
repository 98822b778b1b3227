package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.outage.OutageReason;

/**
 * Asks a server for the keys of a database and facts about some of them, many questions
 * at once. What the server refuses is not asked for again. Not thread-safe.
 */
final class KeyReader {

	static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final int PINGS = 3;

	/**
	 * Ends the names of the times in user and system mode.
	 */
	private static final String PROCESSOR_TIME = "_main_thread:";

	private static final double NANOS = 1e9;

	private static final double NOT_COUNTED = 1.2;

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final RedisAsyncCommands<byte[], byte[]> commands;

	private final LongSupplier nanoTime;

	private final Map<String, OutageReason> refused = new TreeMap<>();

	private long roundTrip;

	private long nanos;

	private boolean keyRefused;

	KeyReader(StatefulRedisConnection<byte[], byte[]> connection, LongSupplier nanoTime) {
		this.connection = connection;
		this.commands = connection.async();
		this.nanoTime = nanoTime;
		connection.setAutoFlushCommands(false);
	}

	/**
	 * Measures how long an answer takes that costs the server nothing.
	 */
	void measureRoundTrip() throws InterruptedException {
		long shortest = Long.MAX_VALUE;
		for (int i = 0; i < PINGS; i++) {
			long start = this.nanoTime.getAsLong();
			Future<String> ping = this.commands.ping();
			this.connection.flushCommands();
			String unused = answer("PING", ping);
			shortest = Math.min(shortest, this.nanoTime.getAsLong() - start);
		}
		this.roundTrip = shortest;
	}

	/**
	 * Asks how many keys there are.
	 * @return the number, or {@code null} if the server refuses to tell
	 */
	@Nullable Long size() throws InterruptedException {
		Future<Long> size = this.commands.dbsize();
		this.connection.flushCommands();
		return answer("DBSIZE", size);
	}

	/**
	 * Asks for facts about keys, and for the next keys.
	 * @param keys the keys
	 * @param cursor where the last page ended, or {@code null} to ask for no more
	 * @param pageSize how many keys the server shall look at
	 * @return the answers
	 */
	Page read(List<byte[]> keys, @Nullable ScanCursor cursor, int pageSize) throws InterruptedException {
		long start = this.nanoTime.getAsLong();
		Future<String> before = askProcessorTime();
		List<Question> questions = new ArrayList<>(keys.size());
		keys.forEach((key) -> questions.add(ask(key)));
		Future<KeyScanCursor<byte[]>> scan = (cursor != null)
				? this.commands.scan(cursor, ScanArgs.Builder.limit(pageSize)) : null;
		Future<String> after = askProcessorTime();
		this.connection.flushCommands();
		List<Facts> facts = new ArrayList<>(keys.size());
		for (Question question : questions) {
			facts.add(question.facts());
		}
		KeyScanCursor<byte[]> next = (scan != null) ? answer("SCAN", scan) : null;
		long used = processorTime(before, after);
		this.nanos = Math.min(used, Math.max(0, this.nanoTime.getAsLong() - start - this.roundTrip));
		return new Page(facts, next);
	}

	private @Nullable Future<String> askProcessorTime() {
		return isRefused("INFO") ? null : this.commands.info("cpu");
	}

	/**
	 * What the server's thread has used in between, and a little more, for what it writes
	 * after its last answer is not in it. Unlimited if it does not say.
	 */
	private long processorTime(@Nullable Future<String> before, @Nullable Future<String> after)
			throws InterruptedException {
		String first = (before != null) ? answer("INFO", before) : null;
		String last = (after != null) ? answer("INFO", after) : null;
		if (first == null || last == null || !last.contains(PROCESSOR_TIME)) {
			return Long.MAX_VALUE;
		}
		double seconds = processorSeconds(last) - processorSeconds(first);
		return Double.isNaN(seconds) ? Long.MAX_VALUE : (long) (seconds * NANOS * NOT_COUNTED);
	}

	private static double processorSeconds(String info) {
		return info.lines()
			.filter((line) -> line.contains(PROCESSOR_TIME))
			.mapToDouble((line) -> number(line.substring(line.indexOf(':') + 1)))
			.sum();
	}

	private static double number(String text) {
		try {
			return Double.parseDouble(text);
		}
		catch (NumberFormatException ex) {
			return Double.NaN;
		}
	}

	/**
	 * Returns for how long the last page kept the server busy at most: how long its
	 * answers took beyond the round trip, or what its thread has used, whichever is less.
	 */
	long nanos() {
		return this.nanos;
	}

	private Question ask(byte[] key) {
		return new Question(key, isRefused("MEMORY USAGE") ? null : this.commands.memoryUsage(key),
				isRefused("TYPE") ? null : this.commands.type(key), isRefused("PTTL") ? null : this.commands.pttl(key));
	}

	boolean isRefused(String command) {
		return this.refused.containsKey(command);
	}

	/**
	 * Returns which commands were refused and why, for people.
	 */
	List<String> refusals() {
		return this.refused.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().equals("PING") && !entry.getKey().equals("INFO"))
			.map((entry) -> "%s: the server %s".formatted(entry.getKey(), entry.getValue().symptom()))
			.toList();
	}

	private <T> @Nullable T answer(String command, Future<T> future) throws InterruptedException {
		try {
			return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RedisCommandExecutionException refusal) {
				refused(command, refusal);
				return null;
			}
			throw new RedisException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new RedisException(ex);
		}
	}

	private void refused(String command, RedisCommandExecutionException refusal) {
		OutageReason reason = OutageReason.of(refusal);
		String message = String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT);
		if (reason != OutageReason.FORBIDDEN && !message.contains("unknown")) {
			throw refusal;
		}
		// A user may be allowed the command on other keys
		if (message.contains("access a key") || message.contains("access one of the keys")) {
			this.keyRefused = true;
		}
		else {
			this.refused.put(command, OutageReason.FORBIDDEN);
		}
	}

	/**
	 * A part of the keys.
	 *
	 * @param facts what was found out about the keys that were asked about
	 * @param next the next keys, or {@code null} if they were not asked for, or refused
	 */
	record Page(List<Facts> facts, @Nullable KeyScanCursor<byte[]> next) {

	}

	/**
	 * What was found out about a key; {@code null} is unknown. A key that is gone has the
	 * type {@code none}, and time to live -2.
	 */
	static final class Facts {

		private final byte[] key;

		private final @Nullable Long bytes;

		private final @Nullable String type;

		private final @Nullable Long timeToLive;

		private final boolean hidden;

		Facts(byte[] key, @Nullable Long bytes, @Nullable String type, @Nullable Long timeToLive, boolean hidden) {
			this.key = key;
			this.bytes = bytes;
			this.type = type;
			this.timeToLive = timeToLive;
			this.hidden = hidden;
		}

		byte[] key() {
			return this.key;
		}

		@Nullable Long bytes() {
			return this.bytes;
		}

		long size() {
			return (this.bytes != null) ? this.bytes : 0;
		}

		@Nullable String type() {
			return this.type;
		}

		@Nullable Long timeToLive() {
			return this.timeToLive;
		}

		/**
		 * Whether the user may not read this key.
		 */
		boolean isHidden() {
			return this.hidden;
		}

		boolean neverExpires() {
			return this.timeToLive != null && this.timeToLive == -1;
		}

		boolean isGone() {
			return "none".equals(this.type) || (this.timeToLive != null && this.timeToLive == -2);
		}

	}

	private final class Question {

		private final byte[] key;

		private final @Nullable Future<Long> bytes;

		private final @Nullable Future<String> type;

		private final @Nullable Future<Long> timeToLive;

		Question(byte[] key, @Nullable Future<Long> bytes, @Nullable Future<String> type,
				@Nullable Future<Long> timeToLive) {
			this.key = key;
			this.bytes = bytes;
			this.type = type;
			this.timeToLive = timeToLive;
		}

		Facts facts() throws InterruptedException {
			KeyReader.this.keyRefused = false;
			Long bytes = (this.bytes != null) ? answer("MEMORY USAGE", this.bytes) : null;
			String type = (this.type != null) ? answer("TYPE", this.type) : null;
			Long timeToLive = (this.timeToLive != null) ? answer("PTTL", this.timeToLive) : null;
			return new Facts(this.key, bytes, type, timeToLive, KeyReader.this.keyRefused);
		}

	}

}
