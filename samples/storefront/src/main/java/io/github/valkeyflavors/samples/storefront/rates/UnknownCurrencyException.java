package io.github.valkeyflavors.samples.storefront.rates;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Thrown when the shop has no rate for a currency; answered with 404.
 */
final class UnknownCurrencyException extends ResponseStatusException {

	private static final long serialVersionUID = 1L;

	UnknownCurrencyException(String currency) {
		super(HttpStatus.NOT_FOUND, "There is no rate for the currency %s.".formatted(currency));
	}

}
