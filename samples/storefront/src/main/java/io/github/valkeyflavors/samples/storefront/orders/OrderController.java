package io.github.valkeyflavors.samples.storefront.orders;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.valkeyflavors.samples.storefront.account.Customer;
import io.github.valkeyflavors.samples.storefront.payment.Card;
import io.github.valkeyflavors.samples.storefront.rates.Rates;

/**
 * Orders for machines.
 */
@RestController
@RequestMapping("/api/orders")
final class OrderController {

	private final Checkout checkout;

	private final OrderBook orders;

	OrderController(Checkout checkout, OrderBook orders) {
		this.checkout = checkout;
		this.orders = orders;
	}

	@PostMapping
	ResponseEntity<Checkout.Receipt> order(Customer customer, @Valid @RequestBody OrderForm form) {
		Checkout.Receipt receipt = this.checkout.order(customer.name(), form);
		return ResponseEntity.accepted().location(URI.create("/api/orders/" + receipt.orderId())).body(receipt);
	}

	@GetMapping("/{id}")
	OrderDetails order(Customer customer, @PathVariable UUID id) {
		Order order = this.orders.find(id)
			.filter((found) -> found.customer().equals(customer.name()))
			.orElseThrow(() -> new UnknownOrderException(id));
		return new OrderDetails(order.id(), order.status(), order.productId(), order.product(), order.quantity(),
				order.unitPrice(), order.total(), Rates.BASE, order.placedAt(), order.card(), order.events());
	}

	record OrderDetails(UUID orderId, OrderStatus status, long productId, String product, int quantity,
			BigDecimal unitPrice, BigDecimal total, String currency, Instant placedAt, Card card,
			List<OrderEvent> events) {
	}

}
