package io.github.valkeyflavors.it.servers;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Servers}, for each way to run them.
 */
class ServersIT {

	@Nested
	@ValkeyServers(launcher = Launcher.LOCAL)
	class Local extends SplitContract {

	}

	@Nested
	@ValkeyServers(launcher = Launcher.EMBEDDED)
	class Embedded extends SplitContract {

	}

	@Nested
	@ValkeyServers(launcher = Launcher.CONTAINER)
	class Container extends SplitContract {

	}

	@Nested
	@ValkeyServers(layout = Layout.SINGLE)
	class Single {

		@Test
		void isOneServerForAllFlavors(Servers servers) {
			assertThat(servers.all()).hasSize(1);
			assertThat(servers.server("cache")).isSameAs(servers.server("queue"));
		}

		@Test
		void evictsNothingAndPublishesExpiry(Servers servers) {
			assertThat(servers.server("cache").config("maxmemory-policy")).isEqualTo("noeviction");
			assertThat(servers.server("sessions").config("notify-keyspace-events")).contains("E", "g", "x");
		}

	}

	abstract static class SplitContract {

		private static Servers injected;

		private Servers servers;

		@BeforeEach
		void empty() {
			this.servers.flushAll();
		}

		@Test
		void injectsParametersAndBothKindsOfFields(Servers parameter) {
			assertThat(parameter).isSameAs(this.servers).isSameAs(injected);
		}

		@Test
		void runsOneServerPerFlavor() {
			assertThat(this.servers.all()).extracting(Server::port).doesNotHaveDuplicates().hasSize(3);
		}

		@Test
		void listsKeysByDatabase() {
			Server cache = this.servers.server("cache");
			cache.commands(4).set("product", "1");
			cache.commands(5).set("rate", "2");

			assertThat(cache.allKeys()).isEqualTo(Map.of(4, Set.of("product"), 5, Set.of("rate")));
			assertThat(this.servers.server("sessions").allKeys()).isEmpty();
		}

		@Test
		void queueKeepsItsKeysWhenKilledAndCacheDoesNot() {
			for (String flavor : Set.of("queue", "cache")) {
				Server server = this.servers.server(flavor);
				int port = server.port();
				server.commands(3).set("key", "value");

				server.kill();
				server.restart();

				assertThat(server.port()).isEqualTo(port);
			}
			assertThat(this.servers.server("queue").keys(3)).containsExactly("key");
			assertThat(this.servers.server("cache").allKeys()).isEmpty();
		}

		@Test
		void variablesNameTheServer() {
			Server queue = this.servers.server("queue");

			assertThat(queue.variables("REDIS_QUEUE")).containsOnly(Map.entry("REDIS_QUEUE_HOST", queue.host()),
					Map.entry("REDIS_QUEUE_PORT", Integer.toString(queue.port())));
		}

	}

}
