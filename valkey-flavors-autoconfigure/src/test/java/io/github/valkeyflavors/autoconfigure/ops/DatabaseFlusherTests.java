package io.github.valkeyflavors.autoconfigure.ops;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.cache.CacheServer;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.pressure.DatabaseFlusher;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.topology.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DatabaseFlusher}, on a server that all flavors share.
 */
class DatabaseFlusherTests {

	@RegisterExtension
	static final CacheServer server = new CacheServer();

	private static final Duration INTERVAL = Duration.ofMinutes(10);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				ServerWatchAutoConfiguration.class, MemoryPressureAutoConfiguration.class));

	private ApplicationContextRunner runner() {
		return this.contextRunner.withPropertyValues("valkey.host=127.0.0.1", "valkey.port=" + server.port());
	}

	@Test
	void flushesDatabaseOfFlavorThatEvicts() {
		template(5).opsForValue().set("one", "1");
		template(5).opsForValue().set("two", "2");

		runner().run((context) -> assertThat(context.getBean(DatabaseFlusher.class).flush("api-cache", INTERVAL))
			.hasValue(2));

		assertThat(template(5).keys("*")).containsExactly("valkey-flavors:flushed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "queue", "locks", "sessions", "nothing", "5", "" })
	void refusesEverythingElse(String database) {
		IntStream.range(0, 8).forEach((index) -> template(index).opsForValue().set("key", "value"));

		runner().run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(DatabaseFlusher.class).flush(database, INTERVAL)));

		assertThat(IntStream.range(0, 8)).allSatisfy((index) -> assertThat(template(index).hasKey("key")).isTrue());
	}

	@Test
	void refusesDatabaseOfAnotherFlavorUnderAnotherNameOfTheServer() {
		template(5).opsForValue().set("key", "value");

		runner()
			.withPropertyValues("valkey.flavors.queue.host=localhost", "valkey.databases.jobs.flavor=queue",
					"valkey.databases.jobs.index=5")
			.run((context) -> {
				context.getBean(ServerWatch.class).refresh();

				assertThatIllegalStateException()
					.isThrownBy(() -> context.getBean(DatabaseFlusher.class).flush("api-cache", INTERVAL))
					.withMessageContaining("'api-cache' is not flushed: it has the index of 'jobs'");
			});

		assertThat(template(5).hasKey("key")).isTrue();
	}

	@Test
	void refusesDatabaseToWhichTheRouterDoesNotLead() {
		template(3).opsForValue().set("key", "value");

		runner().run((context) -> {
			ConnectionFactoryRouter router = context.getBean(ConnectionFactoryRouter.class);
			DatabaseFlusher flusher = new DatabaseFlusher(context.getBean(Topology.class),
					new MisleadingRouter(router.forDatabase("queue")), context.getBean(ServerWatch.class));

			assertThatIllegalStateException().isThrownBy(() -> flusher.flush("api-cache", INTERVAL))
				.withMessage("Logical database 'api-cache' is not flushed: the router leads elsewhere");
		});

		assertThat(template(3).hasKey("key")).isTrue();
	}

	@Test
	void flushesOnceForTwentyProcessesAtTheSameTime() {
		template(5).opsForValue().set("key", "value");

		runner().run((context) -> {
			Topology topology = context.getBean(Topology.class);
			ConnectionFactoryRouter router = context.getBean(ConnectionFactoryRouter.class);
			List<OptionalLong> results = IntStream.range(0, 20)
				.parallel()
				.mapToObj((process) -> new DatabaseFlusher(topology, router, context.getBean(ServerWatch.class))
					.flush("api-cache", INTERVAL))
				.toList();

			assertThat(results).filteredOn(OptionalLong::isPresent).containsExactly(OptionalLong.of(1));
		});

		assertThat(server.calls("flushdb")).isOne();
	}

	@Test
	void flushesAgainAfterTheInterval() {
		runner().run((context) -> {
			DatabaseFlusher flusher = context.getBean(DatabaseFlusher.class);
			flusher.flush("api-cache", INTERVAL);
			template(5).delete("valkey-flavors:flushed");

			assertThat(flusher.flush("api-cache", INTERVAL)).isPresent();
		});
	}

	private static StringRedisTemplate template(int index) {
		return server.template(index);
	}

}
