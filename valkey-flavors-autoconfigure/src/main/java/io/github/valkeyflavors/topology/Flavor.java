package io.github.valkeyflavors.topology;

import java.util.regex.Pattern;

/**
 * A role that a server plays, with its own eviction and durability policy. Built in are
 * {@link #CACHE}, {@link #SESSIONS} and {@link #QUEUE}; an application may declare more.
 * <p>
 * Immutable and thread-safe. Two flavors are equal when their names are.
 *
 * @param name lower-case name, letters, digits and single dashes, starting with a letter
 * @since 0.1.0
 */
public record Flavor(String name) {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	/**
	 * The flavor whose entries may be evicted at any time.
	 */
	public static final Flavor CACHE = new Flavor("cache");

	/**
	 * The flavor that keeps users logged in: it must not evict.
	 */
	public static final Flavor SESSIONS = new Flavor("sessions");

	/**
	 * The flavor that keeps jobs: it must neither evict nor forget.
	 */
	public static final Flavor QUEUE = new Flavor("queue");

	/**
	 * Creates a flavor.
	 * @param name the name
	 * @throws IllegalArgumentException if the name is empty or has other characters than
	 * lower-case letters, digits and single dashes, or does not start with a letter
	 */
	public Flavor {
		if (!isValidName(name)) {
			throw new IllegalArgumentException(
					"Flavor name '%s' must be lower-case letters, digits and dashes, starting with a letter"
						.formatted(name));
		}
	}

	static boolean isValidName(String name) {
		return NAME.matcher(name).matches();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
