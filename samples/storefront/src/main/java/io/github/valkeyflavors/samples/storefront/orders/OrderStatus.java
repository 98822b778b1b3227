package io.github.valkeyflavors.samples.storefront.orders;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How far an order has come.
 *
 * @since 0.1.0
 */
public enum OrderStatus {

	/**
	 * The order is placed and its confirmation is a job.
	 */
	PENDING,

	/**
	 * The job has run.
	 */
	CONFIRMED,

	/**
	 * The job could not be enqueued, or was given up: nobody will confirm the order.
	 */
	FAILED;

	@JsonValue
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

	static OrderStatus of(String value) {
		return valueOf(value.toUpperCase(Locale.ROOT));
	}

}
