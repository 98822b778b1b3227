package io.github.valkeyflavors.it.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application on a free port that shows its health.
 */
final class HealthApplication implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private HealthApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start it.
	 * @param type servlet or reactive
	 * @param variables the environment variables that lead it to its servers
	 * @param properties such as {@code valkey.command-timeout=1s}
	 */
	static HealthApplication start(WebApplicationType type, Map<String, String> variables, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.config.name=none", "--server.port=0", "--spring.main.banner-mode=off",
						"--valkey.queue.worker.enabled=false", "--management.endpoint.health.show-details=always"));
		variables.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		return new HealthApplication(
				new SpringApplicationBuilder(Sources.class).web(type).run(arguments.toArray(String[]::new)));
	}

	/**
	 * Ask for the health.
	 * @param path what comes after {@code /actuator/health}
	 */
	Answer health(String path) {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health" + path))
			.timeout(Duration.ofSeconds(20))
			.build();
		try {
			long start = System.nanoTime();
			HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body(), Duration.ofNanos(System.nanoTime() - start));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What came back.
	 *
	 * @param status the HTTP status
	 * @param body the JSON
	 * @param took how long it took
	 */
	record Answer(int status, String body, Duration took) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
			ManagementWebSecurityAutoConfiguration.class, ReactiveUserDetailsServiceAutoConfiguration.class,
			ReactiveWebSecurityAutoConfiguration.class, ReactiveManagementWebSecurityAutoConfiguration.class })
	static class Sources {

	}

}
