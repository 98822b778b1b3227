package io.github.valkeyflavors.samples.storefront.catalog;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Thrown when more pieces are wanted than are left; answered with 409.
 *
 * @since 0.1.0
 */
public final class OutOfStockException extends ResponseStatusException {

	private static final long serialVersionUID = 1L;

	OutOfStockException(int left) {
		super(HttpStatus.CONFLICT, (left > 0) ? "Only %d left.".formatted(left) : "Sold out.");
	}

}
