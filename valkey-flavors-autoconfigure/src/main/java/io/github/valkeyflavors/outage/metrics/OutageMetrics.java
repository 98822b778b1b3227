package io.github.valkeyflavors.outage.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.Outage;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * Keeps the {@link OutageMeters} of breakers. Thread-safe.
 *
 * @since 0.1.0
 */
public final class OutageMetrics implements BreakerListener {

	private static final String FLAVOR = "flavor";

	private static final String REASON = "reason";

	private final MeterRegistry registry;

	/**
	 * Creates the metrics.
	 * @param registry where the meters are registered
	 */
	public OutageMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Registers the meters of a breaker and listens to it.
	 * @param breaker the breaker
	 */
	public void bind(FlavorBreaker breaker) {
		gauge(OutageMeters.BREAKER_OPEN, breaker, (each) -> each.isOpen() ? 1 : 0);
		gauge(OutageMeters.SERVER_FULL, breaker, (each) -> each.isFull() ? 1 : 0);
		breaker.addListener(this);
	}

	private void gauge(OutageMeters meter, FlavorBreaker breaker, ToDoubleFunction<FlavorBreaker> value) {
		Gauge.builder(meter.meterName(), breaker, value)
			.description(meter.description())
			.tag(FLAVOR, breaker.flavor())
			.register(this.registry);
	}

	@Override
	public void opened(FlavorBreaker breaker, Outage outage) {
		counter(OutageMeters.BREAKER_OPENED, breaker, REASON, outage.reason().tag()).increment();
	}

	@Override
	public void closed(FlavorBreaker breaker, Outage outage) {
		counter(OutageMeters.BREAKER_REJECTED, breaker).increment((double) outage.missed());
	}

	@Override
	public void failed(FlavorBreaker breaker, String operation, OutageReason reason) {
		counter(OutageMeters.OPERATIONS_FAILED, breaker, "operation", operation, REASON, reason.tag()).increment();
	}

	private Counter counter(OutageMeters meter, FlavorBreaker breaker, String... tags) {
		return Counter.builder(meter.meterName())
			.description(meter.description())
			.tag(FLAVOR, breaker.flavor())
			.tags(tags)
			.register(this.registry);
	}

}
