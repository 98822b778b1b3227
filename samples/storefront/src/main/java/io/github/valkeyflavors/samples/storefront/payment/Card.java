package io.github.valkeyflavors.samples.storefront.payment;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A test card, whose number says what the bank answers.
 *
 * @since 0.1.0
 */
public enum Card {

	/**
	 * Is accepted.
	 */
	ACCEPTED("Test card: accepted"),

	/**
	 * Is declined at the first attempt, and accepted at the second.
	 */
	DECLINED_AT_FIRST("Test card: declined at first"),

	/**
	 * Is declined each time.
	 */
	DECLINED("Test card: always declined");

	private final String label;

	Card(String label) {
		this.label = label;
	}

	/**
	 * Returns the name for people.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

	boolean isDeclinedAt(int attempt) {
		return this == DECLINED || (this == DECLINED_AT_FIRST && attempt == 1);
	}

	@JsonValue
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Returns the card of a name that {@link #toString()} wrote.
	 * @param value the name
	 * @return the card
	 * @throws IllegalArgumentException if there is none
	 */
	public static Card of(String value) {
		return valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

}
