package io.github.valkeyflavors.samples.storefront.orders;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * What an order consists of.
 *
 * @param productId the product
 * @param quantity the number of pieces
 */
record OrderForm(@NotNull(message = "must be given") Long productId, @NotNull(message = OrderForm.RANGE) @Min(value = 1,
		message = OrderForm.RANGE) @Max(value = 99, message = OrderForm.RANGE) Integer quantity) {

	private static final String RANGE = "must be between 1 and 99";

}
