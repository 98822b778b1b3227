package io.github.valkeyflavors.samples.storefront.orders;

import java.util.Objects;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import io.github.valkeyflavors.samples.storefront.payment.Card;

/**
 * What an order consists of.
 *
 * @param productId the product
 * @param quantity the number of pieces
 * @param card what it is paid with; without one, a card that is accepted
 */
record OrderForm(@NotNull(message = "must be given") Long productId, @NotNull(message = OrderForm.RANGE) @Min(value = 1,
		message = OrderForm.RANGE) @Max(value = 99, message = OrderForm.RANGE) Integer quantity, Card card) {

	private static final String RANGE = "must be between 1 and 99";

	OrderForm {
		card = Objects.requireNonNullElse(card, Card.ACCEPTED);
	}

}
