package io.github.valkeyflavors.connection;

import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.topology.Flavor;

/**
 * Turns a logical database into the connection factory of the server that its flavor
 * lives on.
 * <p>
 * Thread-safe. A look-up does no I/O and returns the same factory each time. The router
 * does not own the factories: whoever made them starts and stops them.
 *
 * @since 0.1.0
 */
public interface ConnectionFactoryRouter {

	/**
	 * Returns the factory of a logical database.
	 * @param database the name of the logical database, for example {@code api-cache}
	 * @return its connection factory
	 * @throws NoSuchLogicalDatabaseException if no logical database has that name
	 */
	RedisConnectionFactory forDatabase(String database);

	/**
	 * Returns the factory of the logical database with an index.
	 * @param index the database index, 0 to 15
	 * @return its connection factory
	 * @throws NoSuchLogicalDatabaseException if no logical database has that index, or
	 * several flavors use it
	 */
	RedisConnectionFactory forIndex(int index);

	/**
	 * Returns the factory of a flavor's own logical database: the one that is named like
	 * the flavor, else the one with the lowest index.
	 * @param flavor the flavor
	 * @return the connection factory of its own logical database
	 * @throws NoSuchLogicalDatabaseException if no logical database belongs to the flavor
	 */
	RedisConnectionFactory forFlavor(Flavor flavor);

}
