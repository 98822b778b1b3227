package io.github.valkeyflavors.queue.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.valkeyflavors.queue.protocol.ProcessInfo;

/**
 * A monotonic clock that moves when it is told to.
 */
class TestClock implements LongSupplier {

	static final ProcessInfo INFO = new ProcessInfo("host:1:a", "host", 1, Instant.EPOCH, "test", List.of());

	private final AtomicLong nanos = new AtomicLong();

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

}
