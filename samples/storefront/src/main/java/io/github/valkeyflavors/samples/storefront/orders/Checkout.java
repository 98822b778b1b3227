package io.github.valkeyflavors.samples.storefront.orders;

import java.time.InstantSource;
import java.util.UUID;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.server.ResponseStatusException;

import io.github.valkeyflavors.queue.JobClient;

/**
 * Places an order and enqueues its confirmation in one transaction. The job client checks
 * the job inside of it and pushes it after the commit, so no worker can be too early to
 * find the order, and an order that is rolled back leaves no job.
 */
@Service
final class Checkout {

	private final OrderBook orders;

	private final JobClient jobs;

	private final TransactionOperations transactions;

	private final InstantSource clock;

	Checkout(OrderBook orders, JobClient jobs, TransactionOperations transactions, InstantSource clock) {
		this.orders = orders;
		this.jobs = jobs;
		this.transactions = transactions;
		this.clock = clock;
	}

	Receipt order(String customer, OrderForm form) {
		UUID orderId = UUID.randomUUID();
		boolean enqueued = false;
		try {
			Receipt receipt = this.transactions.execute((status) -> {
				this.orders.place(orderId, customer, form);
				return new Receipt(orderId, this.jobs.enqueue(OrderConfirmation.TYPE, orderId));
			});
			enqueued = true;
			return receipt;
		}
		catch (DataAccessException ex) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
					"Orders cannot be taken at the moment. Please try again soon.", ex);
		}
		finally {
			if (!enqueued) {
				failIfPlaced(orderId);
			}
		}
	}

	/**
	 * While the queue server is away the job is kept, and this is not needed. But when
	 * there is no room for it any more, the push throws here, and after the commit: the
	 * order is there, and would stay pending for ever without a job. Should the job have
	 * arrived all the same, it finds the order failed and leaves it so.
	 */
	private void failIfPlaced(UUID orderId) {
		this.orders.fail(orderId, OrderEvent.givenUp(1, this.clock.instant(), "The queue did not take the job."));
	}

	record Receipt(UUID orderId, String jobId) {
	}

}
