package io.github.valkeyflavors.samples.storefront.orders;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import io.github.valkeyflavors.queue.JobRefusedException;
import io.github.valkeyflavors.queue.client.JobSink;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.client.PayloadFactory;
import io.github.valkeyflavors.queue.perform.InlineJobs;
import io.github.valkeyflavors.queue.perform.JobMethods;
import io.github.valkeyflavors.samples.storefront.ShopDatabase;
import io.github.valkeyflavors.samples.storefront.catalog.OutOfStockException;
import io.github.valkeyflavors.samples.storefront.orders.OrderEvent.Step;
import io.github.valkeyflavors.samples.storefront.payment.Card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CheckoutTests {

	private static final OrderForm ONE = new OrderForm(Shop.SAFFRON, 1, Card.DECLINED);

	@RegisterExtension
	private final ShopDatabase database = new ShopDatabase();

	private Shop shop;

	@BeforeEach
	void setUp() {
		this.shop = new Shop(this.database);
	}

	@Test
	void pushesTheConfirmationOfAnOrder() {
		List<NewJob> pushed = new ArrayList<>();

		Checkout.Receipt receipt = this.shop.checkout(pushed::addAll).order("ada", ONE);

		assertThat(pushed).singleElement().satisfies((job) -> {
			assertThat(job.jid()).isEqualTo(receipt.jobId());
			assertThat(job.payload().jobType()).isEqualTo("order_confirmation");
			assertThat(job.payload().arguments()).isEqualTo("[\"%s\"]".formatted(receipt.orderId()));
		});
		assertThat(this.shop.order(receipt.orderId()).status()).isEqualTo(OrderStatus.PENDING);
		assertThat(this.shop.order(receipt.orderId()).card()).isEqualTo(Card.DECLINED);
	}

	@Test
	void pushesWhenTheOrderCanBeSeenByAWorker() {
		this.shop.checkout((jobs) -> {
			UUID orderId = UUID.fromString(jobs.get(0).payload().text("order"));
			assertThat(CompletableFuture.supplyAsync(() -> this.shop.steps(orderId)).join())
				.containsExactly(Step.WAITING);
		}).order("ada", ONE);
	}

	@Test
	void wouldConfirmTheOrderInlineInTransactionsOfItsOwn() {
		InlineJobs inline = new InlineJobs(
				() -> new JobMethods(
						List.of(InlineQueue.method(OrderConfirmation.class, () -> this.shop.confirmation))),
				() -> List.of(this.shop.life), () -> List.of(this.database.transactionManager()),
				InstantSource.fixed(Shop.NOW));

		Checkout.Receipt receipt = this.shop.checkout((jobs) -> assertThat(inline.run(jobs.get(0))).isNull())
			.order("ada", new OrderForm(Shop.SAFFRON, 1, Card.ACCEPTED));

		assertThat(this.shop.order(receipt.orderId()).status()).isEqualTo(OrderStatus.CONFIRMED);
		assertThat(this.shop.steps(receipt.orderId())).containsExactly(Step.WAITING, Step.RUNNING, Step.DONE);
	}

	@Test
	void answers503AndFailsTheOrderWhenTheQueueIsOut() {
		Checkout checkout = this.shop.checkout(failing(new QueryTimeoutException("no answer")));

		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> checkout.order("ada", ONE))
			.satisfies((ex) -> assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
		assertThat(onlyOrder().status()).isEqualTo(OrderStatus.FAILED);
		assertThat(onlyOrder().events()).extracting(OrderEvent::step).containsExactly(Step.WAITING, Step.GIVEN_UP);
		assertThat(this.shop.stock()).isEqualTo(3);
	}

	@Test
	void failsTheOrderWhateverTheReason() {
		Checkout checkout = this.shop.checkout(failing(new IllegalArgumentException("no such queue")));

		assertThatIllegalArgumentException().isThrownBy(() -> checkout.order("ada", ONE));
		assertThat(onlyOrder().status()).isEqualTo(OrderStatus.FAILED);
	}

	@Test
	void takesNoOrderWhoseJobIsRefused() {
		Checkout checkout = new Checkout(this.shop.orders,
				InlineQueue.client(this.shop.life, new PayloadFactory.Limits(10, 10), failing(new AssertionError())),
				this.database.transactions(), () -> Shop.NOW);

		assertThatExceptionOfType(JobRefusedException.class).isThrownBy(() -> checkout.order("ada", ONE));
		assertThat(this.shop.orders.findAll("ada")).isEmpty();
		assertThat(this.shop.stock()).isEqualTo(3);
	}

	@Test
	void pushesNoJobForAnOrderThatIsNotTaken() {
		Checkout checkout = this.shop.checkout(failing(new AssertionError()));

		assertThatExceptionOfType(OutOfStockException.class)
			.isThrownBy(() -> checkout.order("ada", new OrderForm(Shop.SAFFRON, 4, Card.ACCEPTED)));
		assertThat(this.shop.orders.findAll("ada")).isEmpty();
	}

	private static JobSink failing(Throwable failure) {
		return (List<NewJob> jobs) -> {
			if (failure instanceof RuntimeException ex) {
				throw ex;
			}
			throw (Error) failure;
		};
	}

	private Order onlyOrder() {
		assertThat(this.shop.orders.findAll("ada")).hasSize(1);
		return this.shop.orders.findAll("ada").get(0);
	}

}
