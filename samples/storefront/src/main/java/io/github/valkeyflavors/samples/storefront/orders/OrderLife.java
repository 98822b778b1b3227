package io.github.valkeyflavors.samples.storefront.orders;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.DeathHandler;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.JobDraft;
import io.github.valkeyflavors.queue.JobInterceptor;
import io.github.valkeyflavors.queue.RetryDelay;

/**
 * Writes down the life of each job that confirms an order, by the hooks of the queue. A
 * header of the job says which order it belongs to.
 * <p>
 * Thread-safe.
 */
@Component
class OrderLife implements JobInterceptor, DeathHandler {

	private static final String HEADER = "order";

	private final OrderBook orders;

	private final OrderEvents events;

	private final RetryDelay retryDelay;

	private final JsonMapper jsonMapper;

	private final InstantSource clock;

	OrderLife(OrderBook orders, OrderEvents events, RetryDelay retryDelay, JsonMapper jsonMapper, InstantSource clock) {
		this.orders = orders;
		this.events = events;
		this.retryDelay = retryDelay;
		this.jsonMapper = jsonMapper;
		this.clock = clock;
	}

	/**
	 * Runs inside the transaction that places the order: what is written here is dropped
	 * with the job when that is rolled back.
	 */
	@Override
	public void enqueue(JobDraft job) {
		if (job.type().equals(OrderConfirmation.TYPE)) {
			String order = this.jsonMapper.readTree(job.arguments()).path(0).asString();
			job.header(HEADER, order);
			this.events.add(UUID.fromString(order), OrderEvent.waiting(this.clock.instant()));
		}
	}

	@Override
	public void perform(JobContext job, Perform next) throws Throwable {
		String order = job.header(HEADER);
		if (order != null && job.type().equals(OrderConfirmation.TYPE)) {
			perform(UUID.fromString(order), job, next);
		}
		else {
			next.perform();
		}
	}

	private void perform(UUID orderId, JobContext job, Perform next) throws Throwable {
		this.events.add(orderId, OrderEvent.running(job.attempt(), this.clock.instant()));
		try {
			next.perform();
		}
		catch (Throwable ex) {
			this.events.add(orderId, failed(job, ex));
			throw ex;
		}
		this.events.add(orderId, OrderEvent.done(job.attempt(), this.clock.instant()));
	}

	private OrderEvent failed(JobContext job, Throwable failure) {
		Instant now = this.clock.instant();
		Instant retryAt = (job.attempt() <= OrderConfirmation.RETRIES)
				? now.plus(this.retryDelay.before(job.attempt() - 1, job, failure)) : null;
		String message = failure.getMessage();
		return OrderEvent.failed(job.attempt(), now, (message != null) ? message : failure.getClass().getSimpleName(),
				retryAt);
	}

	/**
	 * Ends the order together with its job, so that its pieces can be sold again.
	 */
	@Override
	public void died(JobContext job, Throwable failure) {
		String order = job.header(HEADER);
		if (order != null && job.type().equals(OrderConfirmation.TYPE)) {
			this.orders.fail(UUID.fromString(order), OrderEvent.givenUp(job.attempt(), this.clock.instant(),
					"Attempt %d was the last one.".formatted(job.attempt())));
		}
	}

}
