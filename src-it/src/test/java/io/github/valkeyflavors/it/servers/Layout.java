package io.github.valkeyflavors.it.servers;

/**
 * How many servers there are.
 */
public enum Layout {

	/**
	 * One server per flavor, each with its flavor's configuration file.
	 */
	SPLIT,

	/**
	 * One server for all flavors, set up like the one of {@code docker/compose.yaml}.
	 */
	SINGLE

}
