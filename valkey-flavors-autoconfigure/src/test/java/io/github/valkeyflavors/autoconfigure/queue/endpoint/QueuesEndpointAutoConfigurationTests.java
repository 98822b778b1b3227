package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.queue.QueueAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.QueuePage;
import io.github.valkeyflavors.ops.endpoint.Problem;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.LocalServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QueuesEndpointAutoConfiguration} and the extension for the web.
 */
class QueuesEndpointAutoConfigurationTests {

	private static final String SHOW_VALUES = "management.endpoint.valkeyqueues.show-values=";

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				QueueAutoConfiguration.class, QueuesEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=valkeyqueues", "valkey.host=127.0.0.1",
				"valkey.port=" + server.port(), "valkey.queue.worker.enabled=false");

	@Test
	void isAbsentUnlessExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(QueuesEndpoint.class)
				.doesNotHaveBean(QueuesEndpointWebExtension.class));
	}

	@Test
	void isAbsentWithoutActuator() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyQueuesEndpoint"));
	}

	@Test
	void isAbsentWithoutQueue() {
		this.contextRunner.withPropertyValues("valkey.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(QueuesEndpoint.class));
	}

	@Test
	void hidesArgumentsUnlessToldOtherwise() {
		this.contextRunner.run((context) -> assertThat(arguments(context, SecurityContext.NONE)).isEqualTo("******"));
	}

	@ParameterizedTest
	@CsvSource({ "always, , true", "when-authorized, , false", "when-authorized, ada, true", "never, ada, false" })
	void showsArgumentsToWhomItMay(String show, @Nullable String user, boolean shown) {
		this.contextRunner.withPropertyValues(SHOW_VALUES + show)
			.run((context) -> assertThat(arguments(context, new User(user, "")))
				.isEqualTo(shown ? "[\"secret\"]" : "******"));
	}

	@ParameterizedTest
	@CsvSource({ "operator, true", "guest, false" })
	void showsArgumentsToRole(String role, boolean shown) {
		this.contextRunner
			.withPropertyValues(SHOW_VALUES + "when-authorized", "management.endpoint.valkeyqueues.roles=operator")
			.run((context) -> assertThat(arguments(context, new User("ada", role)))
				.isEqualTo(shown ? "[\"secret\"]" : "******"));
	}

	@Test
	void answersWithProblemWhenServerIsAway() {
		this.contextRunner.withPropertyValues("valkey.flavors.queue.port=1").run((context) -> {
			WebEndpointResponse<Object> answer = context.getBean(QueuesEndpointWebExtension.class).overview();

			assertThat(answer.getStatus()).isEqualTo(503);
			assertThat(answer.getBody()).isEqualTo(new Problem(503, "Service Unavailable",
					"The server of the queue cannot be reached. See whether the server runs, and the network to it."));
		});
	}

	private static String arguments(AssertableApplicationContext context, SecurityContext user) {
		context.getBean(JobClient.class).enqueue("report", "secret");
		Object body = context.getBean(QueuesEndpointWebExtension.class)
			.entry(user, "queues", "default", null, null, null, null)
			.getBody();
		return (body instanceof QueuePage page) ? page.jobs().get(0).arguments() : String.valueOf(body);
	}

	/**
	 * Somebody who has logged in, or not.
	 */
	private record User(@Nullable String name, String role) implements SecurityContext {

		@Override
		public @Nullable Principal getPrincipal() {
			return (this.name != null) ? () -> String.valueOf(this.name) : null;
		}

		@Override
		public boolean isUserInRole(String role) {
			return role.equals(this.role);
		}

	}

}
