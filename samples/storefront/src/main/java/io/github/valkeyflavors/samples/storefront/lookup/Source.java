package io.github.valkeyflavors.samples.storefront.lookup;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where the value of a look-up came from.
 *
 * @since 0.1.0
 */
public enum Source {

	/**
	 * The cached method ran and asked the database.
	 */
	DATABASE,

	/**
	 * The cached method did not run: the cache answered in its place.
	 */
	CACHE;

	@JsonValue
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
