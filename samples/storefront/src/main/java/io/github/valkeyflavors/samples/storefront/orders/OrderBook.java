package io.github.valkeyflavors.samples.storefront.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.github.valkeyflavors.samples.storefront.catalog.Stock;

/**
 * The orders in the database. Each change is a transaction of its own, and an order
 * leaves {@link OrderStatus#PENDING} exactly once.
 */
@Repository
@Transactional
class OrderBook {

	private static final String SELECT = """
			select o.*, p.name as product from orders o join products p on p.id = o.product_id
			""";

	private final JdbcClient jdbc;

	private final Stock stock;

	OrderBook(JdbcClient jdbc, Stock stock) {
		this.jdbc = jdbc;
		this.stock = stock;
	}

	UUID place(String customer, long productId, int quantity) {
		this.stock.take(productId, quantity);
		UUID id = UUID.randomUUID();
		this.jdbc.sql("""
				insert into orders (id, customer, product_id, quantity, unit_price, status)
				select :id, :customer, id, :quantity, price, :status from products where id = :productId
				""")
			.param("id", id)
			.param("customer", customer)
			.param("quantity", quantity)
			.param("status", OrderStatus.PENDING.toString())
			.param("productId", productId)
			.update();
		return id;
	}

	boolean confirm(UUID id) {
		return leavePending(id, OrderStatus.CONFIRMED);
	}

	boolean fail(UUID id) {
		boolean failed = leavePending(id, OrderStatus.FAILED);
		if (failed) {
			find(id).ifPresent((order) -> this.stock.putBack(order.productId(), order.quantity()));
		}
		return failed;
	}

	@Transactional(readOnly = true)
	Optional<Order> find(UUID id) {
		return this.jdbc.sql(SELECT + "where o.id = :id").param("id", id).query(OrderBook::order).optional();
	}

	@Transactional(readOnly = true)
	List<Order> findAll(String customer) {
		return this.jdbc.sql(SELECT + "where o.customer = :customer order by o.placed_at desc limit 50")
			.param("customer", customer)
			.query(OrderBook::order)
			.list();
	}

	private boolean leavePending(UUID id, OrderStatus status) {
		return this.jdbc.sql("update orders set status = :status where id = :id and status = :pending")
			.param("id", id)
			.param("status", status.toString())
			.param("pending", OrderStatus.PENDING.toString())
			.update() == 1;
	}

	private static Order order(ResultSet row, int index) throws SQLException {
		return new Order(row.getObject("id", UUID.class), row.getString("customer"), row.getLong("product_id"),
				row.getString("product"), row.getInt("quantity"), row.getBigDecimal("unit_price"),
				OrderStatus.of(row.getString("status")), row.getObject("placed_at", OffsetDateTime.class).toInstant());
	}

}
