package io.github.valkeyflavors.samples.storefront.payment;

/**
 * Thrown when the bank declines a card. Another attempt may succeed.
 *
 * @since 0.1.0
 */
public final class CardDeclinedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	CardDeclinedException() {
		super("The bank declined the card.");
	}

}
