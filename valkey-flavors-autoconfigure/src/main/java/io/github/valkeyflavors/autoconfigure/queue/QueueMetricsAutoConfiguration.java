package io.github.valkeyflavors.autoconfigure.queue;

import java.time.InstantSource;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.metrics.QueueMetrics;
import io.github.valkeyflavors.queue.metrics.RunTimeBuckets;
import io.github.valkeyflavors.queue.worker.WorkerLauncher;
import io.github.valkeyflavors.queue.worker.WorkerState;

/**
 * Auto-configuration of the meters of the job queue. The queue database is read by the
 * watch, after it asked the server, so an application that uses no queue reads none, and
 * a server that is away is not asked twice.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = QueueAutoConfiguration.class,
		afterName = "io.github.valkeyflavors.autoconfigure.ops.ServerWatchAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ JobQueues.class, ServerWatch.class })
@ConditionalOnBooleanProperty(name = "valkey.queue.metrics.enabled", matchIfMissing = true)
@EnableConfigurationProperties(QueueProperties.class)
public final class QueueMetricsAutoConfiguration {

	private static final Log logger = LogFactory.getLog(QueueMetricsAutoConfiguration.class);

	private static final int INTERVALS = 3;

	@Bean
	@ConditionalOnMissingBean
	QueueMetrics valkeyQueueMetrics(JobQueues jobQueues, ServerWatch watch, ObjectProvider<WorkerLauncher> worker,
			QueueProperties properties) {
		QueueMetrics metrics = new QueueMetrics(jobQueues, () -> state(worker), InstantSource.system(),
				watch.interval().multipliedBy(INTERVALS));
		watch.addListener(reader(metrics, properties.database()));
		return metrics;
	}

	// Before the filter of Boot's properties, which may replace the buckets
	@Bean
	@Order(-1)
	RunTimeBuckets jobRunTimeBuckets() {
		return new RunTimeBuckets();
	}

	private static @Nullable WorkerState state(ObjectProvider<WorkerLauncher> worker) {
		WorkerLauncher launcher = worker.getIfAvailable();
		return (launcher != null) ? launcher.state() : null;
	}

	private static Consumer<ServerReading> reader(QueueMetrics metrics, String database) {
		return (reading) -> {
			if (reading.server().inUse().databases().stream().noneMatch((each) -> each.name().equals(database))) {
				return;
			}
			// Who may not send INFO may read the queue
			if (reading.info() == null && reading.problem() != OutageReason.FORBIDDEN) {
				metrics.forget();
				return;
			}
			try {
				metrics.read();
			}
			catch (DataAccessException ex) {
				logger.debug("The queues could not be read", ex);
			}
		};
	}

}
