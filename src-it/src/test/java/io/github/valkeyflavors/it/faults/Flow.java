package io.github.valkeyflavors.it.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The bytes of one direction of a proxied connection, in their order. The end of the
 * stream is one of them.
 */
final class Flow {

	static final long NEVER = Long.MAX_VALUE;

	private static final int CHUNK_BYTES = 16 * 1024;

	private static final int MOST_CHUNKS = 64;

	private final SocketChannel source;

	private final SocketChannel sink;

	private final Deque<Chunk> chunks = new ArrayDeque<>();

	private boolean ended;

	private boolean closed;

	Flow(SocketChannel source, SocketChannel sink) {
		this.source = source;
		this.sink = sink;
	}

	boolean wantsToRead() {
		return !this.ended && this.chunks.size() < MOST_CHUNKS;
	}

	boolean wantsToWrite() {
		return nanosUntilDue() <= 0;
	}

	/**
	 * How long until there is something to write, or {@link #NEVER}.
	 */
	long nanosUntilDue() {
		return this.chunks.isEmpty() ? NEVER : this.chunks.peek().dueNanos() - System.nanoTime();
	}

	/**
	 * Whether the end of the stream has been read.
	 */
	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Whether the end of the stream has arrived.
	 */
	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Read what is there.
	 * @return the bytes, or null at the end of the stream
	 */
	ByteBuffer read() throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES);
		if (this.source.read(bytes) == -1) {
			this.ended = true;
			return null;
		}
		return bytes.flip();
	}

	/**
	 * Send bytes on their way.
	 * @param bytes what to write, or null for the end of the stream
	 */
	void add(ByteBuffer bytes, Duration delay) {
		if (this.closed) {
			return;
		}
		long due = System.nanoTime() + delay.toNanos();
		// Nothing overtakes what is already on its way
		if (!this.chunks.isEmpty()) {
			due = Math.max(due, this.chunks.peekLast().dueNanos());
		}
		this.chunks.add(new Chunk(bytes, due));
	}

	void write() throws IOException {
		while (wantsToWrite()) {
			ByteBuffer bytes = this.chunks.element().bytes();
			if (bytes == null) {
				end();
				return;
			}
			this.sink.write(bytes);
			if (bytes.hasRemaining()) {
				return;
			}
			this.chunks.remove();
		}
	}

	/**
	 * End the stream at once, whatever is still to come.
	 */
	void end() throws IOException {
		this.closed = true;
		this.chunks.clear();
		this.sink.shutdownOutput();
	}

	/**
	 * Lose what is on its way.
	 * @return whether there was anything
	 */
	boolean lose() {
		boolean some = !this.chunks.isEmpty();
		this.chunks.clear();
		return some;
	}

	/**
	 * Some bytes, and when they arrive.
	 *
	 * @param bytes null for the end of the stream
	 */
	private record Chunk(ByteBuffer bytes, long dueNanos) {

	}

}
