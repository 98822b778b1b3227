package io.github.valkeyflavors.samples.storefront.rates;

import java.util.List;
import java.util.Locale;

import org.springframework.stereotype.Service;

import io.github.valkeyflavors.samples.storefront.lookup.Lookup;

/**
 * The exchange rates of the shop.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
@Service
public final class Rates {

	/**
	 * The currency that prices are kept and orders are billed in.
	 */
	public static final String BASE = "EUR";

	private final RateRepository rates;

	Rates(RateRepository rates) {
		this.rates = rates;
	}

	/**
	 * Looks up the rate of a currency, in the cache first.
	 * @param currency the ISO 4217 code in any case
	 * @return the rate and where it came from
	 */
	public Lookup<Rate> find(String currency) {
		String code = currency.toUpperCase(Locale.ROOT);
		return Lookup.perform((witness) -> this.rates.find(code, witness));
	}

	/**
	 * Lists the currencies that prices can be shown in.
	 * @return their ISO 4217 codes
	 */
	public List<String> currencies() {
		return this.rates.findCurrencies();
	}

}
