package io.github.valkeyflavors.samples.storefront.payment;

import java.time.Duration;

/**
 * Makes banks for tests.
 */
public final class TestBank {

	private TestBank() {
	}

	public static Bank withoutLatency() {
		return new Bank(new PaymentProperties(Duration.ZERO));
	}

}
