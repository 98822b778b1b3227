package io.github.valkeyflavors.samples.storefront.orders;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.client.JobSink;
import io.github.valkeyflavors.samples.storefront.ShopDatabase;
import io.github.valkeyflavors.samples.storefront.catalog.TestStock;
import io.github.valkeyflavors.samples.storefront.payment.Card;
import io.github.valkeyflavors.samples.storefront.payment.TestBank;

/**
 * What takes orders, on a test's own database and without a server. Its clock stands
 * still.
 */
final class Shop {

	static final long SAFFRON = 8;

	static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

	static final Duration RETRY_DELAY = Duration.ofSeconds(2);

	final ShopDatabase database;

	final OrderEvents events;

	final OrderBook orders;

	final OrderLife life;

	final OrderConfirmation confirmation;

	Shop(ShopDatabase database) {
		this.database = database;
		this.events = new OrderEvents(database.client());
		this.orders = new OrderBook(database.client(), TestStock.of(database.client()), this.events);
		this.life = new OrderLife(this.orders, this.events, (count, job, failure) -> RETRY_DELAY, JsonMapper.shared(),
				InstantSource.fixed(NOW));
		this.confirmation = new OrderConfirmation(this.orders, TestBank.withoutLatency());
	}

	Checkout checkout(JobSink sink) {
		return new Checkout(this.orders, InlineQueue.client(this.life, sink), this.database.transactions(),
				InstantSource.fixed(NOW));
	}

	UUID place(String customer, int quantity) {
		UUID id = UUID.randomUUID();
		this.orders.place(id, customer, new OrderForm(SAFFRON, quantity, Card.ACCEPTED));
		return id;
	}

	Order order(UUID id) {
		return this.orders.find(id).orElseThrow();
	}

	List<OrderEvent.Step> steps(UUID id) {
		return order(id).events().stream().map(OrderEvent::step).toList();
	}

	int stock() {
		return TestStock.of(this.database.client()).left(SAFFRON);
	}

}
