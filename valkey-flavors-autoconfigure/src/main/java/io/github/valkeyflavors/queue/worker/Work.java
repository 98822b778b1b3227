package io.github.valkeyflavors.queue.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A job in the hand of this process. Two of them are never equal, even if their payloads
 * are. Thread-safe.
 */
final class Work {

	private final String queue;

	private final byte[] job;

	private final long takenAt;

	Work(String queue, byte[] job, long takenAt) {
		this.queue = queue;
		this.job = job;
		this.takenAt = takenAt;
	}

	// The name of the queue that it was taken from
	String queue() {
		return this.queue;
	}

	// The payload, byte for byte
	byte[] job() {
		return this.job;
	}

	String json() {
		return new String(this.job, StandardCharsets.UTF_8);
	}

	// The payload as a value that can be compared
	ByteBuffer key() {
		return ByteBuffer.wrap(this.job);
	}

	// When it was taken, by the monotonic clock
	long takenAt() {
		return this.takenAt;
	}

}
