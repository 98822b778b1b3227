package io.github.valkeyflavors.queue;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A job for tests that need one and do not care which.
 *
 * @param jid the id of the job
 * @param arguments the text of a JSON array
 * @param headers the headers
 */
public record SomeJob(String jid, String arguments, Map<String, String> headers) implements JobContext {

	public SomeJob(String jid, String arguments) {
		this(jid, arguments, Map.of());
	}

	@Override
	public String type() {
		return "some";
	}

	@Override
	public String queue() {
		return "default";
	}

	@Override
	public int attempt() {
		return 1;
	}

	@Override
	public @Nullable Instant createdAt() {
		return null;
	}

	@Override
	public @Nullable Instant enqueuedAt() {
		return null;
	}

	@Override
	public @Nullable String header(String name) {
		return this.headers.get(name);
	}

	@Override
	public boolean isStopping() {
		return false;
	}

	@Override
	public void progress(long done, long total) {
	}

}
