package io.github.valkeyflavors.queue.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

/**
 * Gives the timer of {@link ObservationJobInterceptor#PERFORM} a histogram: few buckets,
 * because each type of job has its own. Filters that come later may replace them.
 * <p>
 * Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class RunTimeBuckets implements MeterFilter {

	private static final double[] NANOS = LongStream
		.of(10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000)
		.mapToDouble((millis) -> Duration.ofMillis(millis).toNanos())
		.toArray();

	@Override
	public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		if (!id.getName().equals(ObservationJobInterceptor.PERFORM)) {
			return config;
		}
		return DistributionStatisticConfig.builder().serviceLevelObjectives(NANOS).build().merge(config);
	}

}
