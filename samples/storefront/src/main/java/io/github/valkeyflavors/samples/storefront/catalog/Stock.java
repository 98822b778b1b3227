package io.github.valkeyflavors.samples.storefront.catalog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many pieces of each product are left; always read from the database.
 * <p>
 * Thread-safe. Takes part in the caller's transaction.
 *
 * @since 0.1.0
 */
@Component
public final class Stock {

	private final JdbcClient jdbc;

	Stock(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Counts what is left.
	 * @param productId the product
	 * @return the number of pieces
	 * @throws UnknownProductException if there is no such product
	 */
	public int left(long productId) {
		return this.jdbc.sql("select stock from products where id = :id")
			.param("id", productId)
			.query(Integer.class)
			.optional()
			.orElseThrow(() -> new UnknownProductException(productId));
	}

	/**
	 * Takes pieces out for an order.
	 * @param productId the product
	 * @param quantity the number of pieces
	 * @throws UnknownProductException if there is no such product
	 * @throws OutOfStockException if fewer pieces are left
	 */
	public void take(long productId, int quantity) {
		int updated = this.jdbc
			.sql("update products set stock = stock - :quantity where id = :id and stock >= :quantity")
			.param("id", productId)
			.param("quantity", quantity)
			.update();
		if (updated == 0) {
			throw new OutOfStockException(left(productId));
		}
	}

	/**
	 * Puts the pieces of a failed order back.
	 * @param productId the product
	 * @param quantity the number of pieces
	 */
	public void putBack(long productId, int quantity) {
		this.jdbc.sql("update products set stock = stock + :quantity where id = :id")
			.param("id", productId)
			.param("quantity", quantity)
			.update();
	}

}
