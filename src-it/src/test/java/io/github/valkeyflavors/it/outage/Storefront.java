package io.github.valkeyflavors.it.outage;

import java.net.CookieManager;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.samples.storefront.StorefrontApplication;

/**
 * The storefront inside this JVM, with one browser.
 */
final class Storefront implements AutoCloseable {

	static final List<String> FLAVORS = List.of("cache", "sessions", "queue");

	static final String NO_WORKER = "--valkey.queue.worker.enabled=false";

	// Which the shop does not have, but the class path of these tests
	private static final String WITHOUT_SECURITY = "--spring.autoconfigure.exclude=" + Stream
		.of(SecurityFilterAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
				ManagementWebSecurityAutoConfiguration.class)
		.map(Class::getName)
		.collect(Collectors.joining(","));

	private final ConfigurableApplicationContext context;

	private final RestClient browser;

	private Storefront(ConfigurableApplicationContext context) {
		this.context = context;
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
		this.browser = RestClient.builder()
			.baseUrl("http://localhost:" + port)
			.requestFactory(new JdkClientHttpRequestFactory(client))
			.build();
	}

	/**
	 * The environment variables that lead each flavor to its server.
	 */
	static Map<String, String> variables(Servers servers) {
		Map<String, String> variables = new HashMap<>();
		FLAVORS.forEach((flavor) -> variables
			.putAll(servers.server(flavor).variables("REDIS_" + flavor.toUpperCase(Locale.ROOT))));
		return variables;
	}

	static Storefront start(Map<String, String> variables, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--PORT=0", "--storefront.catalog.latency=1ms",
				"--spring.main.banner-mode=off", "--spring.datasource.generate-unique-name=true", WITHOUT_SECURITY));
		variables.forEach((name, value) -> all.add("--" + name + "=" + value));
		all.addAll(List.of(arguments));
		return new Storefront(new SpringApplicationBuilder(StorefrontApplication.class).web(WebApplicationType.SERVLET)
			.run(all.toArray(String[]::new)));
	}

	Answer get(String path) {
		return send(this.browser.get().uri(path));
	}

	/**
	 * Ask as somebody who once had a session.
	 */
	Answer getWithSession(String path, String cookie) {
		return send(this.browser.get().uri(path).header("Cookie", cookie));
	}

	Answer logIn() {
		return post("/api/login", "{\"user\":\"ada\"}");
	}

	Answer order() {
		return post("/api/orders", "{\"productId\":1,\"quantity\":1}");
	}

	private Answer post(String path, String json) {
		return send(this.browser.post().uri(path).contentType(MediaType.APPLICATION_JSON).body(json));
	}

	private static Answer send(RestClient.RequestHeadersSpec<?> request) {
		return request.exchange((sent, response) -> new Answer(response.getStatusCode().value(),
				new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8)));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	boolean isRunning() {
		return this.context.isRunning();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What the browser got.
	 */
	record Answer(int status, String body) {

	}

}
