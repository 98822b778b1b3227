package io.github.valkeyflavors.samples.storefront.orders;

import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.valkeyflavors.samples.storefront.ShopDatabase;
import io.github.valkeyflavors.samples.storefront.catalog.TestStock;

import static org.assertj.core.api.Assertions.assertThat;

class OrderBookTests {

	private static final long SAFFRON = 8;

	@RegisterExtension
	private final ShopDatabase database = new ShopDatabase();

	private OrderBook orders;

	@BeforeEach
	void setUp() {
		this.orders = new OrderBook(this.database.client(), TestStock.of(this.database.client()));
	}

	@Test
	void keepsAnOrderAsPendingAtThePriceOfTheDay() {
		UUID id = this.orders.place("ada", SAFFRON, 2);
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
		UUID id = this.orders.place("ada", SAFFRON, 1);

		assertThat(this.orders.confirm(id)).isTrue();
		assertThat(this.orders.confirm(id)).isFalse();
		assertThat(status(id)).isEqualTo(OrderStatus.CONFIRMED);
	}

	@Test
	void doesNotConfirmAFailedOrder() {
		UUID id = this.orders.place("ada", SAFFRON, 1);
		this.orders.fail(id);

		assertThat(this.orders.confirm(id)).isFalse();
		assertThat(status(id)).isEqualTo(OrderStatus.FAILED);
	}

	@Test
	void doesNotFailAConfirmedOrder() {
		UUID id = this.orders.place("ada", SAFFRON, 1);
		this.orders.confirm(id);

		assertThat(this.orders.fail(id)).isFalse();
		assertThat(stock()).isEqualTo(2);
	}

	@Test
	void putsTheStockOfAFailedOrderBackOnce() {
		UUID id = this.orders.place("ada", SAFFRON, 2);
		this.orders.fail(id);
		this.orders.fail(id);

		assertThat(stock()).isEqualTo(3);
	}

	@Test
	void doesNotConfirmAnOrderItDoesNotKnow() {
		assertThat(this.orders.confirm(UUID.randomUUID())).isFalse();
	}

	@Test
	void listsTheOrdersOfOneCustomer() {
		UUID id = this.orders.place("ada", SAFFRON, 1);
		this.orders.place("grace", SAFFRON, 1);

		assertThat(this.orders.findAll("ada")).extracting(Order::id).containsExactly(id);
	}

	private OrderStatus status(UUID id) {
		return this.orders.find(id).orElseThrow().status();
	}

	private int stock() {
		return TestStock.of(this.database.client()).left(SAFFRON);
	}

}
