package io.github.valkeyflavors.it.outage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.samples.storefront.StorefrontApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application starts whichever of its servers are away.
 */
@ValkeyServers
class StartUpIT {

	private static final List<String> FLAVORS = List.of("cache", "sessions", "queue");

	// Which the shop does not have, but the class path of these tests
	private static final String WITHOUT_SECURITY = "--spring.autoconfigure.exclude=" + Stream
		.of(SecurityFilterAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
				ManagementWebSecurityAutoConfiguration.class)
		.map(Class::getName)
		.collect(Collectors.joining(","));

	private Servers servers;

	@AfterEach
	void heal() {
		this.servers.all().forEach(Server::heal);
	}

	static Stream<Set<String>> subsets() {
		return IntStream.range(0, 1 << FLAVORS.size())
			.mapToObj((bits) -> Set.copyOf(IntStream.range(0, FLAVORS.size())
				.filter((index) -> (bits & 1 << index) != 0)
				.mapToObj(FLAVORS::get)
				.toList()));
	}

	@ParameterizedTest
	@MethodSource("subsets")
	void startsWithAnyServersAway(Set<String> away) {
		away.forEach((flavor) -> this.servers.server(flavor).kill());
		Map<String, String> variables = new HashMap<>();
		FLAVORS.forEach((flavor) -> variables
			.putAll(this.servers.server(flavor).variables("REDIS_" + flavor.toUpperCase(Locale.ROOT))));

		try (ConfigurableApplicationContext context = start(variables)) {
			assertThat(get(context, "/api/products/1")).contains("\"id\":1");
		}
	}

	@Test
	void connectsToNoServerUnasked() {
		try (TcpProxy cache = TcpProxy.to(this.servers.server("cache"));
				TcpProxy sessions = TcpProxy.to(this.servers.server("sessions"));
				TcpProxy queue = TcpProxy.to(this.servers.server("queue"))) {
			Map<String, String> variables = new HashMap<>(cache.variables("REDIS_CACHE"));
			variables.putAll(sessions.variables("REDIS_SESSIONS"));
			variables.putAll(queue.variables("REDIS_QUEUE"));

			try (ConfigurableApplicationContext context = start(variables, "--valkey.queue.worker.enabled=false",
					"--valkey.watch.enabled=false")) {
				assertThat(context.isRunning()).isTrue();
				assertThat(List.of(cache.accepted(), sessions.accepted(), queue.accepted())).containsOnly(0L);
			}
		}
	}

	private static ConfigurableApplicationContext start(Map<String, String> variables, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--PORT=0", "--storefront.catalog.latency=1ms",
				"--spring.main.banner-mode=off", "--spring.datasource.generate-unique-name=true", WITHOUT_SECURITY));
		variables.forEach((name, value) -> all.add("--" + name + "=" + value));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(StorefrontApplication.class).web(WebApplicationType.SERVLET)
			.run(all.toArray(String[]::new));
	}

	private static String get(ConfigurableApplicationContext context, String path) {
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		return RestClient.create("http://localhost:" + port).get().uri(path).retrieve().body(String.class);
	}

}
