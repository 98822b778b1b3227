package io.github.valkeyflavors.queue.metrics;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.springframework.core.Ordered;

import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobDraft;
import io.github.valkeyflavors.queue.JobInterceptor;

/**
 * Observes each job where it is enqueued ({@value #ENQUEUE}) and where it is performed
 * ({@value #PERFORM}). With a tracer that makes two spans of one trace: its headers, such
 * as {@code traceparent}, travel as fields of the payload, where OpenTelemetry for Ruby
 * puts them too. Both have the key values {@code job.type} and {@code job.queue}, of low
 * cardinality, and {@code job.id}, of high cardinality.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ObservationJobInterceptor implements JobInterceptor, Ordered {

	/**
	 * The name of the observation of enqueueing a job.
	 */
	public static final String ENQUEUE = "valkey.queue.enqueue";

	/**
	 * The name of the observation of performing a job.
	 */
	public static final String PERFORM = "valkey.queue.perform";

	private final ObservationRegistry registry;

	/**
	 * Creates an interceptor.
	 * @param registry where observations are made
	 */
	public ObservationJobInterceptor(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void enqueue(JobDraft job) {
		SenderContext<JobDraft> context = new SenderContext<>(
				(draft, name, value) -> Objects.requireNonNull(draft).header(name, value), Kind.PRODUCER);
		context.setCarrier(job);
		observation(ENQUEUE, "enqueue", context, job.type(), job.queue(), job.jid()).start().stop();
	}

	@Override
	public void perform(JobContext job, Perform next) throws Throwable {
		ReceiverContext<JobContext> context = new ReceiverContext<>((running, name) -> running.header(name),
				Kind.CONSUMER);
		context.setCarrier(job);
		observation(PERFORM, "perform", context, job.type(), job.queue(), job.jid()).observeChecked(next::perform);
	}

	private Observation observation(String name, String verb, Observation.Context context, String type, String queue,
			String jid) {
		return Observation.createNotStarted(name, () -> context, this.registry)
			.contextualName(verb + " " + type)
			.lowCardinalityKeyValue("job.type", type)
			.lowCardinalityKeyValue("job.queue", queue)
			.highCardinalityKeyValue("job.id", jid);
	}

	/**
	 * Stands outermost, so that the others run inside the observation.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 10;
	}

}
