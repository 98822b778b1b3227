package io.github.valkeyflavors.json;

/**
 * Says that its static initializer ran.
 */
final class Loud {

	static final String PROPERTY = "valkeyflavors.loud";

	static {
		System.setProperty(PROPERTY, "loaded");
	}

	String name = "";

}
