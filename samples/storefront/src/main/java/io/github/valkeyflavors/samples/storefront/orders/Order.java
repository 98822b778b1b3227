package io.github.valkeyflavors.samples.storefront.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.valkeyflavors.samples.storefront.payment.Card;

/**
 * An order of one product.
 *
 * @param id a random number, so that an order left over in the queue can never be taken
 * for another one of a database that was set up afresh
 * @param customer who placed it
 * @param productId the product
 * @param product the product's name
 * @param quantity the number of pieces
 * @param unitPrice the price of one piece in euros, as of the order
 * @param card what it is paid with
 * @param status how far it has come
 * @param placedAt when it was placed
 * @param events the life of the job that confirms it, oldest step first
 * @since 0.1.0
 */
public record Order(UUID id, String customer, long productId, String product, int quantity, BigDecimal unitPrice,
		Card card, OrderStatus status, Instant placedAt, List<OrderEvent> events) {

	/**
	 * Returns whether its job has not decided yet what becomes of it.
	 * @return whether it is pending
	 */
	public boolean isPending() {
		return this.status == OrderStatus.PENDING;
	}

	/**
	 * Returns what the order costs.
	 * @return the price of all pieces in euros
	 */
	public BigDecimal total() {
		return this.unitPrice.multiply(BigDecimal.valueOf(this.quantity));
	}

	/**
	 * Returns what happened last to its job.
	 * @return the step
	 */
	public OrderEvent.Step step() {
		return this.events.isEmpty() ? OrderEvent.Step.WAITING : this.events.get(this.events.size() - 1).step();
	}

	/**
	 * Returns whether something will still happen: the last step is written down a moment
	 * after the job has confirmed the order.
	 * @return whether its life goes on
	 */
	public boolean isAlive() {
		return isPending() || (!this.events.isEmpty() && !step().isLast());
	}

	Order with(List<OrderEvent> events) {
		return new Order(this.id, this.customer, this.productId, this.product, this.quantity, this.unitPrice, this.card,
				this.status, this.placedAt, List.copyOf(events));
	}

}
