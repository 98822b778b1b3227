package io.github.valkeyflavors.samples.storefront.orders;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.valkeyflavors.samples.storefront.ShopDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class OrderBookTests {

	private static final OrderEvent REASON = OrderEvent.givenUp(1, Shop.NOW, "no worker");

	@RegisterExtension
	private final ShopDatabase database = new ShopDatabase();

	private Shop shop;

	private OrderBook orders;

	@BeforeEach
	void setUp() {
		this.shop = new Shop(this.database);
		this.orders = this.shop.orders;
	}

	@Test
	void keepsAnOrderAsPendingAtThePriceOfTheDay() {
		UUID id = this.shop.place("ada", 2);
		this.database.client().sql("update products set price = 20 where id = 8").update();

		assertThat(this.orders.find(id)).hasValueSatisfying((order) -> {
			assertThat(order.customer()).isEqualTo("ada");
			assertThat(order.product()).isEqualTo("Saffron");
			assertThat(order.quantity()).isEqualTo(2);
			assertThat(order.total()).isEqualByComparingTo("29.00");
			assertThat(order.status()).isEqualTo(OrderStatus.PENDING);
		});
	}

	@Test
	void confirmsAnOrderOnce() {
		UUID id = this.shop.place("ada", 1);

		assertThat(this.orders.confirm(id)).isTrue();
		assertThat(this.orders.confirm(id)).isFalse();
		assertThat(status(id)).isEqualTo(OrderStatus.CONFIRMED);
	}

	@Test
	void doesNotConfirmAFailedOrder() {
		UUID id = this.shop.place("ada", 1);
		this.orders.fail(id, REASON);

		assertThat(this.orders.confirm(id)).isFalse();
		assertThat(status(id)).isEqualTo(OrderStatus.FAILED);
	}

	@Test
	void doesNotFailAConfirmedOrder() {
		UUID id = this.shop.place("ada", 1);
		this.orders.confirm(id);

		assertThat(this.orders.fail(id, REASON)).isFalse();
		assertThat(this.shop.stock()).isEqualTo(2);
	}

	@Test
	void putsTheStockOfAFailedOrderBackOnce() {
		UUID id = this.shop.place("ada", 2);
		this.orders.fail(id, REASON);
		this.orders.fail(id, REASON);

		assertThat(this.shop.stock()).isEqualTo(3);
	}

	@Test
	void doesNotConfirmAnOrderItDoesNotKnow() {
		assertThat(this.orders.confirm(UUID.randomUUID())).isFalse();
	}

	@Test
	void listsTheOrdersOfOneCustomer() {
		UUID id = this.shop.place("ada", 1);
		this.shop.place("grace", 1);

		assertThat(this.orders.findAll("ada")).extracting(Order::id).containsExactly(id);
	}

	@Test
	void listsEachOrderWithItsOwnEvents() {
		UUID id = this.shop.place("ada", 1);
		UUID other = this.shop.place("ada", 1);
		this.shop.events.add(id, OrderEvent.waiting(Shop.NOW));

		assertThat(this.orders.findAll("ada")).extracting(Order::id, Order::events)
			.containsExactlyInAnyOrder(tuple(id, List.of(OrderEvent.waiting(Shop.NOW))), tuple(other, List.of()));
	}

	@Test
	void isAliveUntilTheLastStepIsWrittenDown() {
		UUID id = this.shop.place("ada", 1);
		this.shop.events.add(id, OrderEvent.running(1, Shop.NOW));
		this.orders.confirm(id);
		assertThat(this.shop.order(id).isAlive()).isTrue();

		this.shop.events.add(id, OrderEvent.done(1, Shop.NOW));
		assertThat(this.shop.order(id).isAlive()).isFalse();
	}

	@Test
	void isNotAliveWhenNothingWasEverWrittenDown() {
		UUID id = this.shop.place("ada", 1);
		this.orders.confirm(id);

		assertThat(this.shop.order(id).isAlive()).isFalse();
	}

	@Test
	void saysWhyAnOrderFailedOnce() {
		UUID id = this.shop.place("ada", 1);
		this.orders.fail(id, REASON);
		this.orders.fail(id, OrderEvent.givenUp(2, Shop.NOW, "another reason"));

		assertThat(this.shop.order(id).events()).containsExactly(REASON);
	}

	private OrderStatus status(UUID id) {
		return this.shop.order(id).status();
	}

}
