package io.github.valkeyflavors.samples.storefront.catalog;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Thrown when there is no product with a number; answered with 404.
 *
 * @since 0.1.0
 */
public final class UnknownProductException extends ResponseStatusException {

	private static final long serialVersionUID = 1L;

	UnknownProductException(long id) {
		super(HttpStatus.NOT_FOUND, "There is no product %d.".formatted(id));
	}

}
