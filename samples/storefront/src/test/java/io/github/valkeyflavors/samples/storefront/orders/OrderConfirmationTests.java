package io.github.valkeyflavors.samples.storefront.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.samples.storefront.ShopDatabase;
import io.github.valkeyflavors.samples.storefront.orders.OrderEvent.Step;
import io.github.valkeyflavors.samples.storefront.payment.Card;
import io.github.valkeyflavors.samples.storefront.payment.CardDeclinedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OrderConfirmation}, and for {@link OrderLife}, which writes down what
 * happens to it.
 */
class OrderConfirmationTests {

	@RegisterExtension
	private final ShopDatabase database = new ShopDatabase();

	private final List<NewJob> pushed = new ArrayList<>();

	private Shop shop;

	@BeforeEach
	void setUp() {
		this.shop = new Shop(this.database);
	}

	@Test
	void confirmsAnOrder() {
		UUID id = order(Card.ACCEPTED);

		assertThat(run(1)).isNull();
		assertThat(this.shop.order(id).status()).isEqualTo(OrderStatus.CONFIRMED);
		assertThat(this.shop.order(id).events()).containsExactly(OrderEvent.waiting(Shop.NOW),
				OrderEvent.running(1, Shop.NOW), OrderEvent.done(1, Shop.NOW));
	}

	@Test
	void saysWhenAFailedAttemptIsFollowedByAnother() {
		UUID id = order(Card.DECLINED_AT_FIRST);

		assertThat(run(1)).isInstanceOf(CardDeclinedException.class);
		assertThat(this.shop.order(id).status()).isEqualTo(OrderStatus.PENDING);
		assertThat(this.shop.order(id).events())
			.endsWith(OrderEvent.failed(1, Shop.NOW, "The bank declined the card.", Shop.NOW.plus(Shop.RETRY_DELAY)));
	}

	@Test
	void confirmsAnOrderInItsSecondAttempt() {
		UUID id = order(Card.DECLINED_AT_FIRST);

		run(1);
		run(2);

		assertThat(this.shop.order(id).status()).isEqualTo(OrderStatus.CONFIRMED);
		assertThat(this.shop.steps(id)).containsExactly(Step.WAITING, Step.RUNNING, Step.FAILED, Step.RETRIED,
				Step.DONE);
	}

	@Test
	void saysNothingOfAnotherAttemptAfterTheLast() {
		UUID id = order(Card.DECLINED);

		run(OrderConfirmation.RETRIES + 1);

		assertThat(this.shop.order(id).events())
			.endsWith(OrderEvent.failed(3, Shop.NOW, "The bank declined the card.", null));
	}

	@Test
	void failsTheOrderOfAJobThatIsGivenUp() {
		UUID id = order(Card.DECLINED);

		this.shop.life.died(job(3), new IllegalStateException());

		assertThat(this.shop.order(id).status()).isEqualTo(OrderStatus.FAILED);
		assertThat(this.shop.order(id).events())
			.endsWith(OrderEvent.givenUp(3, Shop.NOW, "Attempt 3 was the last one."));
		assertThat(this.shop.stock()).isEqualTo(3);
	}

	@Test
	void looksTheSameWhenTheJobRunsTwice() {
		UUID id = order(Card.ACCEPTED);

		run(1);
		run(1);

		assertThat(this.shop.order(id).status()).isEqualTo(OrderStatus.CONFIRMED);
		assertThat(this.shop.steps(id)).containsExactly(Step.WAITING, Step.RUNNING, Step.DONE);
	}

	@Test
	void looksTheSameWhenAFailedAttemptRunsTwice() {
		UUID id = order(Card.DECLINED_AT_FIRST);

		run(1);
		run(1);
		run(2);

		assertThat(this.shop.steps(id)).containsExactly(Step.WAITING, Step.RUNNING, Step.FAILED, Step.RETRIED,
				Step.DONE);
	}

	@Test
	void leavesAnOrderAloneThatFailedMeanwhile() {
		UUID id = order(Card.DECLINED);
		this.shop.orders.fail(id, OrderEvent.givenUp(1, Shop.NOW, "The queue did not take the job."));

		assertThat(run(1)).isNull();
		assertThat(this.shop.order(id).status()).isEqualTo(OrderStatus.FAILED);
		assertThat(this.shop.steps(id)).containsExactly(Step.WAITING, Step.GIVEN_UP);
	}

	@Test
	void hasNothingToDoForAnOrderOfAnotherDatabase() {
		order(Card.ACCEPTED);
		this.database.client().sql("delete from order_events").update();
		this.database.client().sql("delete from orders").update();

		assertThat(run(1)).isNull();
	}

	private UUID order(Card card) {
		return this.shop.checkout(this.pushed::addAll).order("ada", new OrderForm(Shop.SAFFRON, 1, card)).orderId();
	}

	private TestJob job(int attempt) {
		return new TestJob(this.pushed.get(0).payload(), attempt);
	}

	private @Nullable Throwable run(int attempt) {
		return job(attempt).perform(this.shop.confirmation, this.shop.life);
	}

}
