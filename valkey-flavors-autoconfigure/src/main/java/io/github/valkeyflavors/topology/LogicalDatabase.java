package io.github.valkeyflavors.topology;

import java.util.List;

/**
 * What application code asks for: a name and a database index, belonging to exactly one
 * flavor.
 * <p>
 * Immutable and thread-safe.
 *
 * @param name the name, for example {@code api-cache}: same characters as a flavor's name
 * @param index the database index on the flavor's server, 0 to 15
 * @param flavor the flavor that it belongs to
 * @since 0.1.0
 */
public record LogicalDatabase(String name, int index, Flavor flavor) {

	/**
	 * The highest database index: servers have 16 databases unless told otherwise.
	 */
	public static final int MAX_INDEX = 15;

	private static final List<LogicalDatabase> DEFAULTS = List.of(new LogicalDatabase("sessions", 0, Flavor.SESSIONS),
			new LogicalDatabase("geocoder", 1, Flavor.CACHE), new LogicalDatabase("cable", 2, Flavor.CACHE),
			new LogicalDatabase("queue", 3, Flavor.QUEUE), new LogicalDatabase("cache", 4, Flavor.CACHE),
			new LogicalDatabase("api-cache", 5, Flavor.CACHE), new LogicalDatabase("locks", 6, Flavor.QUEUE),
			new LogicalDatabase("rate-limits", 7, Flavor.CACHE));

	/**
	 * Creates a logical database.
	 * @param name the name
	 * @param index the database index
	 * @param flavor the flavor
	 * @throws IllegalArgumentException if the name is malformed or the index is not 0 to
	 * 15
	 */
	public LogicalDatabase {
		if (!Flavor.isValidName(name)) {
			throw new IllegalArgumentException(
					"Logical database name '%s' must be lower-case letters, digits and dashes, starting with a letter"
						.formatted(name));
		}
		if (index < 0 || index > MAX_INDEX) {
			throw new IllegalArgumentException("Database index %d must be 0 to %d".formatted(index, MAX_INDEX));
		}
	}

	/**
	 * Returns the logical databases that every topology has unless they are overridden.
	 * @return the defaults in the order of their index
	 */
	public static List<LogicalDatabase> defaults() {
		return DEFAULTS;
	}

	/**
	 * Returns the name of a bean that belongs to this database.
	 * @param suffix what the bean is, for example {@code ConnectionFactory}
	 * @return the name in camel case, for example {@code apiCacheConnectionFactory}
	 */
	public String beanName(String suffix) {
		StringBuilder camelCase = new StringBuilder();
		boolean upper = false;
		for (char c : this.name.toCharArray()) {
			if (c == '-') {
				upper = true;
				continue;
			}
			camelCase.append(upper ? Character.toUpperCase(c) : c);
			upper = false;
		}
		return camelCase.append(suffix).toString();
	}

}
