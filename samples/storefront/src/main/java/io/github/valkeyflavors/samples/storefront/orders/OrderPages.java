package io.github.valkeyflavors.samples.storefront.orders;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

import io.github.valkeyflavors.samples.storefront.account.Customer;

/**
 * Orders for people.
 */
@Controller
@RequestMapping("/orders")
final class OrderPages {

	private final Checkout checkout;

	private final OrderBook orders;

	private final InstantSource clock;

	OrderPages(Checkout checkout, OrderBook orders, InstantSource clock) {
		this.checkout = checkout;
		this.orders = orders;
		this.clock = clock;
	}

	@PostMapping
	String order(@Nullable Customer customer, @Valid @ModelAttribute OrderForm form) {
		if (customer == null) {
			return "redirect:/login?next=/products/" + form.productId();
		}
		UUID orderId = this.checkout.order(customer.name(), form).orderId();
		return "redirect:/orders/" + orderId;
	}

	@GetMapping
	String orders(@Nullable Customer customer, Model model) {
		if (customer == null) {
			return "redirect:/login?next=/orders";
		}
		model.addAttribute("customer", customer);
		model.addAttribute("now", this.clock.instant());
		List<Order> found = this.orders.findAll(customer.name());
		model.addAttribute("orders", found);
		model.addAttribute("alive", found.stream().anyMatch(Order::isAlive));
		return "orders";
	}

	@GetMapping("/{id:[0-9a-f-]{36}}")
	String order(@PathVariable UUID id, @Nullable Customer customer, Model model) {
		if (customer == null) {
			return "redirect:/login?next=/orders/" + id;
		}
		model.addAttribute("customer", customer);
		model.addAttribute("now", this.clock.instant());
		model.addAttribute("order",
				this.orders.find(id)
					.filter((order) -> order.customer().equals(customer.name()))
					.orElseThrow(() -> new UnknownOrderException(id)));
		return "order";
	}

}
