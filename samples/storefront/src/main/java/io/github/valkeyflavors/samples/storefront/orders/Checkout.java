package io.github.valkeyflavors.samples.storefront.orders;

import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

import io.github.valkeyflavors.queue.JobClient;

/**
 * Places an order and enqueues its confirmation, in this order: a worker that is faster
 * than the commit would find no order to confirm.
 */
@Service
final class Checkout {

	private final OrderBook orders;

	private final JobClient jobs;

	Checkout(OrderBook orders, JobClient jobs) {
		this.orders = orders;
		this.jobs = jobs;
	}

	Receipt order(String customer, long productId, int quantity) {
		UUID orderId = this.orders.place(customer, productId, quantity);
		String jobId = null;
		try {
			jobId = this.jobs.enqueue(OrderConfirmation.TYPE, orderId.toString());
		}
		catch (DataAccessException ex) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
					"Orders cannot be taken at the moment. Please try again soon.", ex);
		}
		finally {
			failUnlessEnqueued(orderId, jobId);
		}
		return new Receipt(orderId, jobId);
	}

	/**
	 * An order without a job would stay pending for ever, whatever the reason. Should the
	 * job have arrived all the same, it finds the order failed and leaves it so.
	 */
	private void failUnlessEnqueued(UUID orderId, @Nullable String jobId) {
		if (jobId == null) {
			this.orders.fail(orderId);
		}
	}

	record Receipt(UUID orderId, String jobId) {
	}

}
