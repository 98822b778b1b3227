package io.github.valkeyflavors.queue.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.QueueStatistics;
import io.github.valkeyflavors.queue.admin.QueueSummary;
import io.github.valkeyflavors.queue.worker.WorkerState;

/**
 * Keeps the {@link QueueMeters}. A scrape asks no server: somebody calls {@link #read()}
 * from time to time. What was read too long ago, or could not be read, is not a number;
 * counters stay where they were. The first {@value #MOST_QUEUES} queues have meters of
 * their own.
 * <p>
 * Thread-safe. The registry keeps only weak references to it.
 *
 * @since 0.1.0
 */
public final class QueueMetrics implements MeterBinder {

	static final int MOST_QUEUES = 100;

	private static final Log logger = LogFactory.getLog(QueueMetrics.class);

	private final JobQueues jobQueues;

	private final Supplier<@Nullable WorkerState> worker;

	private final InstantSource clock;

	private final Duration maxAge;

	private final List<Binding> bindings = new ArrayList<>();

	private final Set<String> admitted = new LinkedHashSet<>();

	private boolean saidWhatIsLeftOut;

	private volatile @Nullable State last;

	private volatile boolean away;

	/**
	 * Creates the metrics.
	 * @param jobQueues reads the queue database
	 * @param worker returns the state of this process's worker, {@code null} without one
	 * @param clock tells when the database was read
	 * @param maxAge how long what was read counts
	 */
	public QueueMetrics(JobQueues jobQueues, Supplier<@Nullable WorkerState> worker, InstantSource clock,
			Duration maxAge) {
		this.jobQueues = jobQueues;
		this.worker = worker;
		this.clock = clock;
		this.maxAge = maxAge;
	}

	/**
	 * Reads the queue database, by seven commands for up to 100 queues and processes.
	 * @throws org.springframework.dao.DataAccessException if the server fails or is away;
	 * the meters show that
	 */
	public void read() {
		this.away = true;
		// Forgets those that died without a word, which would be counted
		this.jobQueues.processes();
		QueueStatistics statistics = this.jobQueues.statistics();
		Map<String, QueueSummary> queues = new LinkedHashMap<>();
		this.jobQueues.queues().forEach((queue) -> queues.put(queue.name(), queue));
		show(new State(this.clock.instant(), statistics, queues));
	}

	/**
	 * Takes note that the queue database cannot be read.
	 */
	public void forget() {
		this.away = true;
	}

	private synchronized void show(State state) {
		this.admitted.retainAll(state.queues().keySet());
		state.queues().keySet().stream().limit(MOST_QUEUES).forEach(this::admit);
		if (!this.saidWhatIsLeftOut && this.admitted.size() < state.queues().size()) {
			this.saidWhatIsLeftOut = true;
			logger.warn("There are %d queues: only %d of them have meters of their own".formatted(state.queues().size(),
					this.admitted.size()));
		}
		this.last = state;
		this.away = false;
		this.bindings.forEach((binding) -> binding.show(this.admitted));
	}

	private void admit(String queue) {
		if (this.admitted.size() < MOST_QUEUES) {
			this.admitted.add(queue);
		}
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		Binding binding = new Binding(registry);
		this.bindings.add(binding);
		binding.bindWorker();
		if (this.last != null) {
			binding.show(this.admitted);
		}
	}

	private @Nullable State present() {
		State state = this.last;
		boolean shown = state != null && !this.away && !state.at().isBefore(this.clock.instant().minus(this.maxAge));
		return shown ? state : null;
	}

	private double gauge(ToLongFunction<QueueStatistics> value) {
		State state = present();
		return (state != null) ? value.applyAsLong(state.statistics()) : Double.NaN;
	}

	private double counter(ToLongFunction<QueueStatistics> value) {
		State state = this.last;
		return (state != null) ? value.applyAsLong(state.statistics()) : Double.NaN;
	}

	private double ofQueue(String queue, ToDoubleFunction<QueueSummary> value) {
		State state = present();
		QueueSummary summary = (state != null) ? state.queues().get(queue) : null;
		return (summary != null) ? value.applyAsDouble(summary) : Double.NaN;
	}

	private double ofWorker(ToLongFunction<WorkerState> value) {
		WorkerState state = this.worker.get();
		return (state != null) ? value.applyAsLong(state) : 0;
	}

	/**
	 * The meters in one registry.
	 */
	private final class Binding {

		private final MeterRegistry registry;

		private final Map<MultiGauge, ToDoubleFunction<QueueSummary>> perQueue = new LinkedHashMap<>();

		private boolean bound;

		Binding(MeterRegistry registry) {
			this.registry = registry;
			perQueue(QueueMeters.DEPTH, QueueSummary::size);
			perQueue(QueueMeters.LATENCY, (queue) -> queue.latency().toMillis() / 1000.0);
			perQueue(QueueMeters.PAUSED, (queue) -> queue.paused() ? 1 : 0);
		}

		private void perQueue(QueueMeters meter, ToDoubleFunction<QueueSummary> value) {
			this.perQueue.put(
					MultiGauge.builder(meter.meterName()).description(meter.description()).register(this.registry),
					value);
		}

		void show(Set<String> queues) {
			if (!this.bound) {
				// Not before, because a counter that begins at 0 would jump
				bindStatistics();
				this.bound = true;
			}
			this.perQueue
				.forEach((gauge, value) -> gauge.register(queues.stream().map((queue) -> row(queue, value)).toList()));
		}

		private Row<?> row(String queue, ToDoubleFunction<QueueSummary> value) {
			return Row.of(Tags.of("queue", queue), QueueMetrics.this, (metrics) -> metrics.ofQueue(queue, value));
		}

		private void bindStatistics() {
			gauge(QueueMeters.ENQUEUED, (metrics) -> metrics.gauge(QueueStatistics::enqueued));
			gauge(QueueMeters.SCHEDULED, (metrics) -> metrics.gauge(QueueStatistics::scheduled));
			gauge(QueueMeters.RETRIES, (metrics) -> metrics.gauge(QueueStatistics::retries));
			gauge(QueueMeters.DEAD, (metrics) -> metrics.gauge(QueueStatistics::dead));
			gauge(QueueMeters.PROCESSES, (metrics) -> metrics.gauge(QueueStatistics::processes));
			counter(QueueMeters.PROCESSED, (metrics) -> metrics.counter(QueueStatistics::processed));
			counter(QueueMeters.FAILED, (metrics) -> metrics.counter(QueueStatistics::failed));
		}

		void bindWorker() {
			gauge(QueueMeters.WORKER_BUSY, (metrics) -> metrics.ofWorker(WorkerState::busy));
			gauge(QueueMeters.WORKER_CONCURRENCY, (metrics) -> metrics.ofWorker(WorkerState::concurrency));
			counter(QueueMeters.WORKER_DEAD, (metrics) -> metrics.ofWorker(WorkerState::dead));
			counter(QueueMeters.WORKER_RECOVERED, (metrics) -> metrics.ofWorker(WorkerState::recovered));
			counter(QueueMeters.WORKER_UNKNOWN, (metrics) -> metrics.ofWorker(WorkerState::unknown));
			counter(QueueMeters.WORKER_EXPIRED, (metrics) -> metrics.ofWorker(WorkerState::expired));
		}

		private void gauge(QueueMeters meter, ToDoubleFunction<QueueMetrics> value) {
			Gauge.builder(meter.meterName(), QueueMetrics.this, value)
				.description(meter.description())
				.register(this.registry);
		}

		private void counter(QueueMeters meter, ToDoubleFunction<QueueMetrics> value) {
			FunctionCounter.builder(meter.meterName(), QueueMetrics.this, value)
				.description(meter.description())
				.register(this.registry);
		}

	}

	private record State(Instant at, QueueStatistics statistics, Map<String, QueueSummary> queues) {

	}

}
