package io.github.valkeyflavors.queue.metrics;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.github.valkeyflavors.queue.outage.BufferState;

/**
 * The meters of jobs that were enqueued while the queue server was away:
 * <ul>
 * <li>{@code valkey.queue.buffer.jobs}, {@code valkey.queue.buffer.bytes}: gauges of the
 * jobs that wait in memory</li>
 * <li>{@code valkey.queue.buffer.taken}: counter of the jobs that had to wait there</li>
 * <li>{@code valkey.queue.buffer.dropped}: counter of those that were given up</li>
 * <li>{@code valkey.queue.inline}: counter of the jobs that ran in the thread that
 * enqueued them</li>
 * </ul>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class JobBufferMetrics implements MeterBinder {

	private final Supplier<BufferState> buffer;

	/**
	 * Creates the meters.
	 * @param buffer returns the present state
	 */
	public JobBufferMetrics(Supplier<BufferState> buffer) {
		this.buffer = buffer;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "valkey.queue.buffer.jobs", "Jobs that wait in memory for the queue server", BufferState::jobs);
		Gauge.builder("valkey.queue.buffer.bytes", this.buffer, (state) -> state.get().bytes())
			.description("Size of the payloads of the jobs that wait in memory for the queue server")
			.baseUnit("bytes")
			.strongReference(true)
			.register(registry);
		counter(registry, "valkey.queue.buffer.taken", "Jobs that had to wait in memory for the queue server",
				BufferState::buffered);
		counter(registry, "valkey.queue.buffer.dropped", "Jobs that waited in memory and were given up",
				BufferState::dropped);
		counter(registry, "valkey.queue.inline", "Jobs that ran in the thread that enqueued them", BufferState::inline);
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<BufferState> value) {
		Gauge.builder(name, this.buffer, (state) -> value.applyAsDouble(state.get()))
			.description(description)
			.strongReference(true)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<BufferState> value) {
		FunctionCounter.builder(name, this.buffer, (state) -> value.applyAsDouble(state.get()))
			.description(description)
			.register(registry);
	}

}
