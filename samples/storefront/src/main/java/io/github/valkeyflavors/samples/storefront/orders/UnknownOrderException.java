package io.github.valkeyflavors.samples.storefront.orders;

import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Thrown when a customer has no order with an id, be it that nobody has; answered with
 * 404.
 */
final class UnknownOrderException extends ResponseStatusException {

	private static final long serialVersionUID = 1L;

	UnknownOrderException(UUID id) {
		super(HttpStatus.NOT_FOUND, "You have no order %s.".formatted(id));
	}

}
