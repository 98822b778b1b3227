package io.github.valkeyflavors.connection;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.LogicalDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LogicalDatabaseRouter}.
 */
class LogicalDatabaseRouterTests {

	private final LogicalDatabaseRouter router = router(LogicalDatabase.defaults());

	@Test
	void findsByName() {
		assertThat(indexOf(this.router.forDatabase("api-cache"))).isEqualTo(5);
	}

	@Test
	void findsByIndex() {
		assertThat(indexOf(this.router.forIndex(3))).isEqualTo(3);
	}

	@Test
	void findsDatabaseNamedLikeTheFlavor() {
		assertThat(indexOf(this.router.forFlavor(Flavor.CACHE))).isEqualTo(4);
	}

	@Test
	void findsLowestIndexOfFlavorWithoutDatabaseOfItsName() {
		Flavor locks = new Flavor("locks");
		LogicalDatabaseRouter router = router(
				List.of(new LogicalDatabase("b", 9, locks), new LogicalDatabase("a", 8, locks)));

		assertThat(indexOf(router.forFlavor(locks))).isEqualTo(8);
	}

	@Test
	void refusesUnknownName() {
		assertThatExceptionOfType(NoSuchLogicalDatabaseException.class)
			.isThrownBy(() -> this.router.forDatabase("api_cache"))
			.withMessage("There is no logical database named 'api_cache'; there are [sessions, geocoder, cable, queue, "
					+ "cache, api-cache, locks, rate-limits]");
	}

	@Test
	void refusesUnknownFlavor() {
		assertThatExceptionOfType(NoSuchLogicalDatabaseException.class)
			.isThrownBy(() -> this.router.forFlavor(new Flavor("search")))
			.withMessageStartingWith("There is no logical database of flavor 'search'");
	}

	@Test
	void refusesIndexOfSeveralDatabases() {
		LogicalDatabaseRouter router = router(
				List.of(new LogicalDatabase("one", 1, Flavor.CACHE), new LogicalDatabase("two", 1, Flavor.QUEUE)));

		assertThatExceptionOfType(NoSuchLogicalDatabaseException.class).isThrownBy(() -> router.forIndex(1))
			.withMessage("Index 1 belongs to several logical databases, ask by name: [one, two]");
	}

	private static LogicalDatabaseRouter router(List<LogicalDatabase> databases) {
		return new LogicalDatabaseRouter(databases, (database) -> {
			LettuceConnectionFactory factory = new LettuceConnectionFactory();
			factory.getStandaloneConfiguration().setDatabase(database.index());
			return factory;
		});
	}

	private static int indexOf(RedisConnectionFactory factory) {
		return ((LettuceConnectionFactory) factory).getDatabase();
	}

}
