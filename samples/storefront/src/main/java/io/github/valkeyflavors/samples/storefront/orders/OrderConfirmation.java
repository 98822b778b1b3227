package io.github.valkeyflavors.samples.storefront.orders;

import java.util.Optional;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.stereotype.Component;

import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.samples.storefront.payment.Bank;

/**
 * The job that charges the card and confirms the order. A job runs at least once, so a
 * second run finds the order confirmed and changes nothing.
 * <p>
 * While the queue server is away orders are still taken: their jobs are kept in memory.
 * They do not run inline, because the bank takes its time and the customer would wait for
 * it.
 */
@Component
class OrderConfirmation {

	static final String TYPE = "order_confirmation";

	static final int RETRIES = 2;

	private static final Log logger = LogFactory.getLog(OrderConfirmation.class);

	private final OrderBook orders;

	private final Bank bank;

	OrderConfirmation(OrderBook orders, Bank bank) {
		this.orders = orders;
		this.bank = bank;
	}

	/**
	 * Confirms an order, unless it is no longer pending.
	 * @param orderId the order's id
	 * @param job the run of the job
	 */
	@Job(value = TYPE, retry = RETRIES, outage = OutageMode.BUFFER)
	void confirm(UUID orderId, JobContext job) {
		Optional<Order> pending = this.orders.find(orderId).filter(Order::isPending);
		if (pending.isEmpty()) {
			logger.info("Order " + orderId + " is not pending, nothing to do");
			return;
		}
		this.bank.charge(pending.get().card(), job.attempt());
		this.orders.confirm(orderId);
		logger.info("Confirmed order " + orderId);
	}

}
