package io.github.valkeyflavors.samples.storefront.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

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
 * @param status how far it has come
 * @param placedAt when it was placed
 * @since 0.1.0
 */
public record Order(UUID id, String customer, long productId, String product, int quantity, BigDecimal unitPrice,
		OrderStatus status, Instant placedAt) {

	/**
	 * Returns what the order costs.
	 * @return the price of all pieces in euros
	 */
	public BigDecimal total() {
		return this.unitPrice.multiply(BigDecimal.valueOf(this.quantity));
	}

}
