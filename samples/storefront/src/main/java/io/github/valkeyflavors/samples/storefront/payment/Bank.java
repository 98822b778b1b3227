package io.github.valkeyflavors.samples.storefront.payment;

import org.springframework.stereotype.Component;

import io.github.valkeyflavors.samples.storefront.latency.Latency;

/**
 * Stands in for a bank, which takes its time and declines some cards. A real one is given
 * the id of the order with each attempt, so that it charges a card once even if a job
 * runs twice.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
@Component
public final class Bank {

	private final Latency latency;

	Bank(PaymentProperties properties) {
		this.latency = new Latency(properties.latency());
	}

	/**
	 * Charges a card.
	 * @param card the card
	 * @param attempt which attempt this is, from 1
	 * @throws CardDeclinedException if the bank declines the card
	 */
	public void charge(Card card, int attempt) {
		this.latency.pass();
		if (card.isDeclinedAt(attempt)) {
			throw new CardDeclinedException();
		}
	}

}
