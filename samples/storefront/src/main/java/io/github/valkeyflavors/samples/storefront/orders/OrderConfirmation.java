package io.github.valkeyflavors.samples.storefront.orders;

import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.stereotype.Component;

import io.github.valkeyflavors.queue.Job;

/**
 * The job that confirms an order. A job runs at least once, so a second run finds the
 * order confirmed and changes nothing.
 */
@Component
class OrderConfirmation {

	static final String TYPE = "order_confirmation";

	private static final Log logger = LogFactory.getLog(OrderConfirmation.class);

	private final OrderBook orders;

	OrderConfirmation(OrderBook orders) {
		this.orders = orders;
	}

	/**
	 * Confirms an order, unless it is no longer pending.
	 * @param orderId the order's id
	 */
	@Job(TYPE)
	void confirm(String orderId) {
		boolean confirmed = this.orders.confirm(UUID.fromString(orderId));
		logger.info(confirmed ? "Confirmed order " + orderId : "Order " + orderId + " is not pending, nothing to do");
	}

}
