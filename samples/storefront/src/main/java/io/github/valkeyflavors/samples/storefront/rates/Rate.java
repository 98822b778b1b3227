package io.github.valkeyflavors.samples.storefront.rates;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/**
 * What one euro is worth in a currency.
 *
 * @param currency the ISO 4217 code of the currency
 * @param rate the amount of that currency for one euro
 * @since 0.1.0
 */
public record Rate(String currency, BigDecimal rate) {

	/**
	 * Writes an amount of euros in this currency, with its symbol and decimals.
	 * @param euros the amount in euros
	 * @return the converted amount, for example {@code $12.50}
	 */
	public String price(BigDecimal euros) {
		Currency target = Currency.getInstance(this.currency);
		NumberFormat format = NumberFormat.getCurrencyInstance(Locale.US);
		format.setCurrency(target);
		format.setMinimumFractionDigits(target.getDefaultFractionDigits());
		format.setMaximumFractionDigits(target.getDefaultFractionDigits());
		format.setRoundingMode(RoundingMode.HALF_UP);
		return format.format(euros.multiply(this.rate));
	}

}
