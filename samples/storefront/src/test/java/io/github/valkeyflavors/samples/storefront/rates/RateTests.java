package io.github.valkeyflavors.samples.storefront.rates;

import java.math.BigDecimal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RateTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			EUR | 1        | 14.50   | €14.50
			USD | 1.1587   | 14.50   | $16.80
			GBP | 0.8741   | 14.50   | £12.67
			JPY | 178.6500 | 14.50   | ¥2,590
			USD | 1        | 1234.5  | $1,234.50
			EUR | 1        | 0.125   | €0.13
			""")
	void writesThePriceInItsCurrency(String currency, BigDecimal rate, BigDecimal euros, String price) {
		assertThat(new Rate(currency, rate).price(euros)).isEqualTo(price);
	}

}
