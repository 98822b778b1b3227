package io.github.valkeyflavors.topology;

import java.util.List;

/**
 * The logical databases of an application and which of them is the unqualified one.
 * <p>
 * Immutable and thread-safe.
 *
 * @param all every logical database, ordered by index and name
 * @param primary the one that unqualified beans use
 * @since 0.1.0
 */
public record LogicalDatabases(List<LogicalDatabase> all, LogicalDatabase primary) {

	/**
	 * Creates the value.
	 * @param all every logical database
	 * @param primary the unqualified one
	 * @throws IllegalArgumentException if {@code primary} is not one of {@code all}
	 */
	public LogicalDatabases {
		all = List.copyOf(all);
		if (!all.contains(primary)) {
			throw new IllegalArgumentException("The primary database must be one of the logical databases");
		}
	}

}
