package io.github.valkeyflavors.connection;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.LogicalDatabase;

/**
 * The router over the logical databases of a topology. Asks for a factory only when it is
 * looked up.
 * <p>
 * Thread-safe if the look-up of factories is.
 *
 * @since 0.1.0
 */
public final class LogicalDatabaseRouter implements ConnectionFactoryRouter {

	private final List<LogicalDatabase> databases;

	private final Function<LogicalDatabase, RedisConnectionFactory> factories;

	/**
	 * Creates the router.
	 * @param databases the logical databases
	 * @param factories gives the factory of a logical database, the same one each time
	 */
	public LogicalDatabaseRouter(List<LogicalDatabase> databases,
			Function<LogicalDatabase, RedisConnectionFactory> factories) {
		this.databases = List.copyOf(databases);
		this.factories = factories;
	}

	@Override
	public RedisConnectionFactory forDatabase(String database) {
		return this.databases.stream()
			.filter((candidate) -> candidate.name().equals(database))
			.findFirst()
			.map(this.factories)
			.orElseThrow(() -> noSuchDatabase("named '%s'".formatted(database)));
	}

	@Override
	public RedisConnectionFactory forIndex(int index) {
		List<LogicalDatabase> candidates = this.databases.stream()
			.filter((candidate) -> candidate.index() == index)
			.toList();
		if (candidates.size() > 1) {
			throw new NoSuchLogicalDatabaseException("Index %d belongs to several logical databases, ask by name: %s"
				.formatted(index, candidates.stream().map(LogicalDatabase::name).toList()));
		}
		return candidates.stream()
			.findFirst()
			.map(this.factories)
			.orElseThrow(() -> noSuchDatabase("with index %d".formatted(index)));
	}

	@Override
	public RedisConnectionFactory forFlavor(Flavor flavor) {
		return this.databases.stream()
			.filter((candidate) -> candidate.flavor().equals(flavor))
			.min(Comparator.comparing((LogicalDatabase candidate) -> !candidate.name().equals(flavor.name()))
				.thenComparingInt(LogicalDatabase::index))
			.map(this.factories)
			.orElseThrow(() -> noSuchDatabase("of flavor '%s'".formatted(flavor)));
	}

	private NoSuchLogicalDatabaseException noSuchDatabase(String description) {
		return new NoSuchLogicalDatabaseException("There is no logical database %s; there are %s".formatted(description,
				this.databases.stream().map(LogicalDatabase::name).toList()));
	}

}
