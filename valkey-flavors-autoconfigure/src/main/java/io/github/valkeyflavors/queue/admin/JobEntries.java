package io.github.valkeyflavors.queue.admin;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.admin.JobEntry.Failure;
import io.github.valkeyflavors.queue.protocol.Backtrace;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;

/**
 * Makes {@link JobEntry} values out of what is stored, and back. Bytes that are no UTF-8
 * stand in the text as {@code U+DC80} to {@code U+DCFF}, which no UTF-8 text contains, so
 * that every entry can be named to the server again. Pure functions.
 */
final class JobEntries {

	private static final int ESCAPE = 0xDC00;

	private static final int LONGEST_CHAR = 3;

	private JobEntries() {
	}

	static JobEntry waiting(byte[] stored, String queue) {
		return entry(text(stored), queue, null);
	}

	static JobEntry timed(byte[] stored, double score) {
		return entry(text(stored), null, SidekiqTime.ofScore(score));
	}

	// A job that runs in the process that took it from a queue
	static JobEntry running(String payload, String queue) {
		return entry(payload, queue, null);
	}

	private static JobEntry entry(String text, @Nullable String queue, @Nullable Instant at) {
		try {
			JobPayload job = JobPayload.parse(text);
			return new JobEntry(job.jid(), job.jobType(), (queue != null) ? queue : job.queue(), job.arguments(),
					job.tags(), at, job.createdAt(), job.enqueuedAt(), job.retryCount(), failure(job), text);
		}
		catch (MalformedPayloadException ex) {
			return new JobEntry("", JobEntry.UNKNOWN_TYPE, (queue != null) ? queue : "", "[]", List.of(), at, null,
					null, null, null, text);
		}
	}

	private static @Nullable Failure failure(JobPayload job) {
		String errorClass = job.text("error_class");
		if (errorClass == null) {
			return null;
		}
		return new Failure(errorClass, Objects.requireNonNullElse(job.text("error_message"), ""), job.failedAt(),
				backtrace(job));
	}

	private static List<String> backtrace(JobPayload job) {
		String compressed = job.text("error_backtrace");
		try {
			return (compressed != null) ? Backtrace.expand(compressed) : List.of();
		}
		catch (MalformedPayloadException ex) {
			return List.of();
		}
	}

	static String text(byte[] stored) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer bytes = ByteBuffer.wrap(stored);
		CharBuffer text = CharBuffer.allocate(stored.length);
		CoderResult result = decoder.decode(bytes, text, true);
		while (result.isError()) {
			for (int i = 0; i < result.length(); i++) {
				text.put((char) (ESCAPE | (bytes.get() & 0xFF)));
			}
			result = decoder.decode(bytes, text, true);
		}
		return text.flip().toString();
	}

	static byte[] bytes(String payload) {
		CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
		CharBuffer text = CharBuffer.wrap(payload);
		ByteBuffer bytes = ByteBuffer.allocate(payload.length() * LONGEST_CHAR);
		while (encoder.encode(text, bytes, true).isError()) {
			bytes.put((byte) text.get());
		}
		return Arrays.copyOf(bytes.array(), bytes.position());
	}

}
