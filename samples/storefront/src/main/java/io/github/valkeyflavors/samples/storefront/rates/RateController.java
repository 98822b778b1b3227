package io.github.valkeyflavors.samples.storefront.rates;

import java.math.BigDecimal;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.github.valkeyflavors.samples.storefront.lookup.Lookup;
import io.github.valkeyflavors.samples.storefront.lookup.Source;

/**
 * Exchange rates for machines.
 */
@RestController
final class RateController {

	private final Rates rates;

	RateController(Rates rates) {
		this.rates = rates;
	}

	@GetMapping("/api/rates/{currency}")
	RateDetails rate(@PathVariable String currency) {
		Lookup<Rate> lookup = this.rates.find(currency);
		return new RateDetails(lookup.value().currency(), Rates.BASE, lookup.value().rate(), lookup.source());
	}

	record RateDetails(String currency, String base, BigDecimal rate, Source source) {
	}

}
