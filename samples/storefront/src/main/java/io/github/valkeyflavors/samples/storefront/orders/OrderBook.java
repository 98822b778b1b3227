package io.github.valkeyflavors.samples.storefront.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.github.valkeyflavors.samples.storefront.catalog.Stock;
import io.github.valkeyflavors.samples.storefront.payment.Card;

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

	private final OrderEvents events;

	OrderBook(JdbcClient jdbc, Stock stock, OrderEvents events) {
		this.jdbc = jdbc;
		this.stock = stock;
		this.events = events;
	}

	void place(UUID id, String customer, OrderForm form) {
		this.stock.take(form.productId(), form.quantity());
		this.jdbc.sql("""
				insert into orders (id, customer, product_id, quantity, unit_price, card, status)
				select :id, :customer, id, :quantity, price, :card, :status from products where id = :productId
				""")
			.param("id", id)
			.param("customer", customer)
			.param("quantity", form.quantity())
			.param("card", form.card().toString())
			.param("status", OrderStatus.PENDING.toString())
			.param("productId", form.productId())
			.update();
	}

	boolean confirm(UUID id) {
		return leavePending(id, OrderStatus.CONFIRMED);
	}

	/**
	 * Fails an order, unless it is no longer pending or there is none.
	 */
	boolean fail(UUID id, OrderEvent reason) {
		boolean failed = leavePending(id, OrderStatus.FAILED);
		if (failed) {
			find(id).ifPresent((order) -> this.stock.putBack(order.productId(), order.quantity()));
			this.events.add(id, reason);
		}
		return failed;
	}

	@Transactional(readOnly = true)
	Optional<Order> find(UUID id) {
		List<Order> found = this.jdbc.sql(SELECT + "where o.id = :id").param("id", id).query(OrderBook::order).list();
		return withEvents(found).findFirst();
	}

	@Transactional(readOnly = true)
	List<Order> findAll(String customer) {
		List<Order> found = this.jdbc.sql(SELECT + "where o.customer = :customer order by o.placed_at desc limit 50")
			.param("customer", customer)
			.query(OrderBook::order)
			.list();
		return withEvents(found).toList();
	}

	private Stream<Order> withEvents(List<Order> orders) {
		Map<UUID, List<OrderEvent>> lives = this.events.findAll(orders.stream().map(Order::id).toList());
		return orders.stream().map((order) -> order.with(lives.getOrDefault(order.id(), List.of())));
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
				Card.of(row.getString("card")), OrderStatus.of(row.getString("status")),
				row.getObject("placed_at", OffsetDateTime.class).toInstant(), List.of());
	}

}
