package io.github.valkeyflavors.it.session;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * What an application keeps in a session.
 */
record Cart(Long id, Instant created, List<Line> lines) implements Serializable {

	static Cart sample() {
		return new Cart(7L, Instant.parse("2026-01-02T03:04:05.678901Z"), List.of(new Line("shoe", 2)));
	}

	/**
	 * One line of a cart.
	 */
	record Line(String product, int quantity) implements Serializable {

	}

}
