package io.github.valkeyflavors.it.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application on a free port. The application configuration of the sample shop, which
 * is on the class path, is not read.
 */
final class RunningApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ConfigurableApplicationContext context;

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningApplication servlet(Map<String, String> variables, String... properties) {
		return start(ServletApplication.class, WebApplicationType.SERVLET, variables, properties);
	}

	static RunningApplication reactive(Map<String, String> variables, String... properties) {
		return start(ReactiveApplication.class, WebApplicationType.REACTIVE, variables, properties);
	}

	static RunningApplication start(Class<?> application, WebApplicationType type, Map<String, String> variables,
			String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--spring.config.name=none", "--server.port=0",
				"--valkey.queue.worker.enabled=false", "--spring.main.banner-mode=off"));
		variables.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		return new RunningApplication(
				new SpringApplicationBuilder(application).web(type).run(arguments.toArray(new String[0])));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> List<String> beanNames(Class<T> type) {
		return List.of(this.context.getBeanNamesForType(type));
	}

	Events events() {
		return bean(Events.class);
	}

	/**
	 * A new visitor without a session.
	 */
	Browser browser() {
		return new Browser(this.context.getEnvironment().getRequiredProperty("local.server.port", int.class), PATIENCE);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
