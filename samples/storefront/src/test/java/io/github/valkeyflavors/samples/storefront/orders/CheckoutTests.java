package io.github.valkeyflavors.samples.storefront.orders;

import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.samples.storefront.ShopDatabase;
import io.github.valkeyflavors.samples.storefront.catalog.TestStock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CheckoutTests {

	private static final long SAFFRON = 8;

	@RegisterExtension
	private final ShopDatabase database = new ShopDatabase();

	private OrderBook orders;

	@BeforeEach
	void setUp() {
		this.orders = new OrderBook(this.database.client(), TestStock.of(this.database.client()));
	}

	@Test
	void enqueuesTheConfirmationOfAnOrderThatIsAlreadyThere() {
		Checkout.Receipt receipt = checkout((type, arguments) -> {
			assertThat(type).isEqualTo("order_confirmation");
			assertThat(this.orders.find(UUID.fromString((String) arguments[0]))).isPresent();
			return "0123456789abcdef01234567";
		}).order("ada", SAFFRON, 1);

		assertThat(receipt.jobId()).isEqualTo("0123456789abcdef01234567");
		assertThat(onlyOrder().status()).isEqualTo(OrderStatus.PENDING);
	}

	@Test
	void answers503AndFailsTheOrderWhenTheQueueIsOut() {
		Checkout checkout = checkout((type, arguments) -> {
			throw new QueryTimeoutException("no answer");
		});

		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> checkout.order("ada", SAFFRON, 1))
			.satisfies((ex) -> assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
		assertThat(onlyOrder().status()).isEqualTo(OrderStatus.FAILED);
	}

	@Test
	void failsTheOrderWhateverTheReason() {
		Checkout checkout = checkout((type, arguments) -> {
			throw new IllegalArgumentException("no such type");
		});

		assertThatIllegalArgumentException().isThrownBy(() -> checkout.order("ada", SAFFRON, 1));
		assertThat(onlyOrder().status()).isEqualTo(OrderStatus.FAILED);
	}

	@Test
	void confirmsTheOrderWhenTheJobRunsTwice() {
		OrderConfirmation confirmation = new OrderConfirmation(this.orders);
		checkout((type, arguments) -> {
			confirmation.confirm((String) arguments[0]);
			confirmation.confirm((String) arguments[0]);
			return "0123456789abcdef01234567";
		}).order("ada", SAFFRON, 1);

		assertThat(onlyOrder().status()).isEqualTo(OrderStatus.CONFIRMED);
	}

	private Checkout checkout(JobClient jobs) {
		return new Checkout(this.orders, jobs);
	}

	private Order onlyOrder() {
		assertThat(this.orders.findAll("ada")).hasSize(1);
		return this.orders.findAll("ada").get(0);
	}

}
