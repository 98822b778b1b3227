package io.github.valkeyflavors.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.admin.JobEntry;

/**
 * A job as the page shows it. The payload stays here: it may be large, and holds what is
 * nobody's business.
 */
record JobView(String key, String jid, String type, String queue, String arguments, List<String> tags,
		@Nullable Instant at, @Nullable Instant createdAt, @Nullable Instant enqueuedAt, @Nullable Integer retryCount,
		@Nullable FailureView failure, boolean job) {

	private static final int LONGEST_TEXT = 20_000;

	private static final int MOST_LINES = 200;

	static JobView of(JobEntry entry) {
		boolean job = !entry.type().equals(JobEntry.UNKNOWN_TYPE);
		return new JobView(key(entry), cut(entry.jid()), cut(entry.type()), cut(entry.queue()),
				cut(job ? entry.arguments() : entry.payload()),
				entry.tags().stream().limit(MOST_LINES).map(JobView::cut).toList(), entry.at(), entry.createdAt(),
				entry.enqueuedAt(), entry.retryCount(), failure(entry.failure()), job);
	}

	/**
	 * Names an entry of a queue or a set, where a jid may be missing or twice.
	 */
	static String key(JobEntry entry) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(entry.payload().getBytes(StandardCharsets.UTF_16BE));
			return HexFormat.of().formatHex(digest, 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable FailureView failure(JobEntry.@Nullable Failure failure) {
		if (failure == null) {
			return null;
		}
		return new FailureView(cut(failure.errorClass()), cut(failure.errorMessage()), failure.failedAt(),
				failure.backtrace().stream().limit(MOST_LINES).map(JobView::cut).toList());
	}

	private static String cut(String text) {
		return (text.length() > LONGEST_TEXT) ? text.substring(0, LONGEST_TEXT) + " …" : text;
	}

	/**
	 * How a job failed.
	 */
	record FailureView(String errorClass, String errorMessage, @Nullable Instant failedAt, List<String> backtrace) {

	}

}
