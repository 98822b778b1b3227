package io.github.valkeyflavors.it.endpoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.jayway.jsonpath.JsonPath;
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
 * An application whose Actuator endpoints are asked over HTTP.
 */
final class EndpointsApplication implements AutoCloseable {

	/**
	 * What lets operators change something.
	 */
	static final String[] WRITE_ACCESS = { "management.endpoint.valkeyflavors.access=unrestricted",
			"management.endpoint.valkeyqueues.access=unrestricted" };

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	private EndpointsApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start it, without a worker.
	 * @param variables the environment variables that lead it to its servers
	 */
	static EndpointsApplication start(WebApplicationType type, Map<String, String> variables, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--spring.config.name=none", "--server.port=0",
				"--spring.main.banner-mode=off", "--valkey.queue.worker.enabled=false", "--valkey.watch.interval=1s",
				"--management.endpoints.web.exposure.include=valkeyflavors,valkeyqueues"));
		variables.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		return new EndpointsApplication(
				new SpringApplicationBuilder(Application.class).web(type).run(arguments.toArray(String[]::new)));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	Answer get(String path) {
		return call("GET", path);
	}

	Answer call(String method, String path) {
		return call(method, path, null);
	}

	/**
	 * Ask an endpoint.
	 * @param path begins with the id of the endpoint
	 * @param json null for none
	 */
	Answer call(String method, String path, String json) {
		return send(method, path, json, method.equals("POST") ? "application/json" : null);
	}

	/**
	 * Ask an endpoint as a form of another site can.
	 */
	Answer postForm(String path) {
		return send("POST", path, null, "application/x-www-form-urlencoded");
	}

	private Answer send(String method, String path, String json, String type) {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
			.timeout(PATIENCE)
			.method(method, (json != null) ? BodyPublishers.ofString(json) : BodyPublishers.noBody());
		if (type != null) {
			request.header("Content-Type", type);
		}
		try {
			HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""),
					response.body());
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
	 * An answer.
	 *
	 * @param status the status of HTTP
	 * @param type the content type
	 * @param body the text
	 */
	record Answer(int status, String type, String body) {

		String text(String path) {
			return JsonPath.read(this.body, path);
		}

		int number(String path) {
			return JsonPath.read(this.body, path);
		}

		List<String> texts(String path) {
			return JsonPath.read(this.body, path);
		}

		boolean flag(String path) {
			return JsonPath.read(this.body, path);
		}

		Set<String> names(String path) {
			return JsonPath.<Map<String, Object>>read(this.body, path).keySet();
		}

	}

	/**
	 * Everything that is on the class path, apart from security.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
			ManagementWebSecurityAutoConfiguration.class, ReactiveUserDetailsServiceAutoConfiguration.class,
			ReactiveWebSecurityAutoConfiguration.class, ReactiveManagementWebSecurityAutoConfiguration.class })
	static class Application {

	}

}
