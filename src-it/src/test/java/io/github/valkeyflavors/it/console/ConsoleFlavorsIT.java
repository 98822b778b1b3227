package io.github.valkeyflavors.it.console;

import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the console tells about servers: their policy and their replication.
 */
@ValkeyServers
class ConsoleFlavorsIT {

	private static ConsoleHost host;

	private Servers servers;

	@BeforeAll
	static void start(Servers servers) {
		host = ConsoleHost.start(ConsoleApplication.class, servers, "valkey.queue.worker.enabled=false");
	}

	@AfterAll
	static void stop() {
		host.close();
	}

	@Test
	void tellsWhatDoesNotSuitAFlavor() {
		this.servers.server("queue").configure("maxmemory-policy", "allkeys-lru");

		JsonNode queue = await("queue", (server) -> verdict(server).equals("error"));

		assertThat(queue.path("flavors").get(0).path("findings").toString()).contains("eviction-policy",
				"maxmemory-policy noeviction");
	}

	@Test
	void tellsThatAPolicyIsUnknownWhileItsServerWasNeverRead() {
		this.servers.server("cache").kill();
		try (ConsoleHost late = ConsoleHost.start(ConsoleApplication.class, this.servers,
				"valkey.queue.worker.enabled=false")) {
			JsonNode cache = await(late, "cache", (server) -> server.path("state").asString("").equals("silent"));

			assertThat(verdict(cache)).isEqualTo("unknown");
		}
	}

	@Test
	void tellsThatAPolicyIsUnknownWhileItsServerIsNotInUse() {
		Server queue = this.servers.server("queue");
		Server sessions = this.servers.server("sessions");
		try (ConfigurableApplicationContext withoutCache = new SpringApplicationBuilder(ConsoleApplication.class).run(
				"--spring.config.name=none", "--server.port=0", "--valkey.console.enabled=true",
				"--valkey.watch.interval=1s", "--valkey.queue.worker.enabled=false",
				"--valkey.flavors.queue.host=" + queue.host(), "--valkey.flavors.queue.port=" + queue.port(),
				"--valkey.flavors.sessions.host=" + sessions.host(),
				"--valkey.flavors.sessions.port=" + sessions.port())) {
			int port = withoutCache.getEnvironment().getRequiredProperty("local.server.port", int.class);
			JsonNode servers = Awaitility.await()
				.atMost(ConsolePage.PATIENCE)
				.until(() -> new ConsoleClient(port).get("/valkey/api/flavors").json(),
						(all) -> all.toString().contains("\"verdict\":\"ok\""));

			assertThat(servers).filteredOn((server) -> server.path("state").asString("").equals("unused"))
				.isNotEmpty()
				.allSatisfy((server) -> assertThat(verdict(server)).isEqualTo("unknown"));
		}
	}

	@Test
	void tellsWhoFollowsWhom() {
		this.servers.server("sessions").replicaOf(this.servers.server("cache"));

		JsonNode replica = await("sessions", (server) -> server.path("facts").path("linkUp").asBoolean(false));
		JsonNode primary = await("cache", (server) -> server.path("facts").path("replicaList").size() == 1);

		assertThat(replica.path("facts").path("role").asString("")).isEqualTo("replica");
		assertThat(replica.path("facts").path("primary").asString(""))
			.endsWith(":" + this.servers.server("cache").port());
		assertThat(primary.path("facts").path("role").asString("")).isIn("primary", "master");
		assertThat(primary.path("facts").path("replicaList").get(0).path("state").asString("")).isEqualTo("online");
	}

	private static JsonNode await(String flavor, Predicate<JsonNode> condition) {
		return await(host, flavor, condition);
	}

	private static JsonNode await(ConsoleHost host, String flavor, Predicate<JsonNode> condition) {
		return Awaitility.await()
			.atMost(ConsolePage.PATIENCE)
			.until(() -> host.client().get("/valkey/api/flavors?flavor=" + flavor).json().path(0), condition);
	}

	private static String verdict(JsonNode server) {
		return server.path("flavors").path(0).path("verdict").asString("");
	}

}
