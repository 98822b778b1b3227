package io.github.valkeyflavors.samples.storefront.orders;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;

/**
 * A queue as teams write it by hand: a list of order ids. In the shop's package, because
 * the shop shows its orders to nobody else. The push waits for the commit, as the
 * library's does: inside of the transaction a worker could be faster than the commit, and
 * orders would be lost without any fault.
 */
@Component
final class PlainQueue implements JobClient {

	private static final String KEY = "jobs";

	private final StringRedisTemplate redis;

	PlainQueue(@Qualifier("queueTemplate") StringRedisTemplate redis) {
		this.redis = redis;
	}

	@Override
	public String enqueue(String type, @Nullable Object... arguments) {
		String order = String.valueOf(arguments[0]);
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
			@Override
			public void afterCommit() {
				PlainQueue.this.redis.opsForList().leftPush(KEY, order);
			}
		});
		return order;
	}

	/**
	 * Waits a second for an order.
	 */
	@Nullable UUID take() {
		String order = this.redis.opsForList().rightPop(KEY, Duration.ofSeconds(1));
		return (order != null) ? UUID.fromString(order) : null;
	}

	@Override
	public List<String> enqueueAll(String type, Iterable<? extends List<?>> argumentsOfEach) {
		throw new UnsupportedOperationException();
	}

	@Override
	public JobClient with(JobOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> T via(Class<T> jobs) {
		throw new UnsupportedOperationException();
	}

}
