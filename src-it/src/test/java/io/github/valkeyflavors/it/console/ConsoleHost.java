package io.github.valkeyflavors.it.console;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.valkeyflavors.it.servers.Servers;

/**
 * An application that serves the console, on a free port.
 */
final class ConsoleHost implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private ConsoleHost(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static ConsoleHost start(Class<?> application, Servers servers, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.config.name=none", "--server.port=0", "--spring.main.banner-mode=off",
						"--spring.application.name=shop", "--valkey.console.enabled=true", "--valkey.watch.interval=1s",
						"--valkey.queue.worker.poll-interval=1s", "--valkey.queue.worker.heartbeat-interval=1s"));
		for (String flavor : List.of("cache", "sessions", "queue")) {
			arguments.add("--valkey.flavors." + flavor + ".host=" + servers.server(flavor).host());
			arguments.add("--valkey.flavors." + flavor + ".port=" + servers.server(flavor).port());
		}
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		return new ConsoleHost(new SpringApplicationBuilder(application).web(WebApplicationType.SERVLET)
			.run(arguments.toArray(String[]::new)));
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", int.class);
	}

	String url(String path) {
		return "http://localhost:" + port() + path;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	ConsoleClient client() {
		return new ConsoleClient(port());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
