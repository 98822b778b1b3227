package io.github.valkeyflavors.json;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A type outside of the allowed ones that counts its instances.
 */
final class Witness {

	static final AtomicInteger created = new AtomicInteger();

	public String name = "";

	Witness() {
		created.incrementAndGet();
	}

	Witness(String name) {
		this();
		this.name = name;
	}

}
