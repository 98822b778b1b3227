package io.github.valkeyflavors.samples.storefront.orders;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.valkeyflavors.samples.storefront.ShopDatabase;
import io.github.valkeyflavors.samples.storefront.orders.OrderEvent.Step;

import static org.assertj.core.api.Assertions.assertThat;

class OrderEventsTests {

	private static final Instant LATER = Shop.NOW.plusSeconds(1);

	@RegisterExtension
	private final ShopDatabase database = new ShopDatabase();

	private Shop shop;

	private UUID id;

	@BeforeEach
	void setUp() {
		this.shop = new Shop(this.database);
		this.id = this.shop.place("ada", 1);
	}

	@Test
	void keepsEventsInTheirOrder() {
		add(OrderEvent.waiting(LATER));
		add(OrderEvent.running(1, Shop.NOW));

		assertThat(events()).containsExactly(OrderEvent.waiting(LATER), OrderEvent.running(1, Shop.NOW));
	}

	@ParameterizedTest
	@EnumSource
	void keepsAllKindsOfSteps(Step step) {
		OrderEvent event = new OrderEvent(step, 2, Shop.NOW, "because", LATER);
		add(event);

		assertThat(events()).containsExactly(event);
	}

	@Test
	void keepsTheFirstReportOfAStep() {
		add(OrderEvent.running(1, Shop.NOW));
		add(OrderEvent.running(1, LATER));

		assertThat(events()).containsExactly(OrderEvent.running(1, Shop.NOW));
	}

	@Test
	void keepsTheSameStepOfAnotherAttempt() {
		add(OrderEvent.running(2, Shop.NOW));
		add(OrderEvent.running(3, LATER));

		assertThat(events()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "DONE", "GIVEN_UP" })
	void keepsNothingAfterTheEnd(Step end) {
		add(new OrderEvent(end, 1, Shop.NOW, null, null));
		add(OrderEvent.running(2, LATER));

		assertThat(events()).extracting(OrderEvent::step).containsExactly(end);
	}

	@Test
	void keepsNothingOfAnOrderThatIsNotThere() {
		UUID unknown = UUID.randomUUID();
		this.shop.events.add(unknown, OrderEvent.waiting(Shop.NOW));

		assertThat(this.shop.events.findAll(List.of(unknown))).isEmpty();
	}

	@Test
	void cutsALongDetail() {
		add(OrderEvent.failed(1, Shop.NOW, "x".repeat(1_000), null));

		assertThat(events().get(0).detail()).hasSize(200).endsWith("x…");
	}

	@Test
	void findsNothingForNoOrders() {
		assertThat(this.shop.events.findAll(List.of())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "2000, 2", "1999, 2", "1001, 2", "1000, 1", "1, 1", "0, 0", "-1, 0" })
	void roundsTheTimeToTheNextAttemptUp(long millis, long seconds) {
		OrderEvent failed = OrderEvent.failed(1, Shop.NOW, "declined", Shop.NOW.plusMillis(millis));

		assertThat(failed.secondsToRetry(Shop.NOW)).isEqualTo(seconds);
	}

	@Test
	void hasNoTimeToAnAttemptThatDoesNotFollow() {
		assertThat(OrderEvent.failed(3, Shop.NOW, "declined", null).secondsToRetry(Shop.NOW)).isZero();
	}

	private void add(OrderEvent event) {
		this.shop.events.add(this.id, event);
	}

	private List<OrderEvent> events() {
		return this.shop.order(this.id).events();
	}

}
