package io.github.valkeyflavors.samples.storefront.catalog;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes the stock of a test's own database.
 */
public final class TestStock {

	private TestStock() {
	}

	public static Stock of(JdbcClient jdbc) {
		return new Stock(jdbc);
	}

}
