package io.github.valkeyflavors.autoconfigure.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.ops.ServerWatchAutoConfiguration;
import io.github.valkeyflavors.console.ConsoleAccess;
import io.github.valkeyflavors.console.LoopbackAccess;
import io.github.valkeyflavors.console.RoleAccess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsoleAutoConfiguration}.
 */
class ConsoleAutoConfigurationTests {

	private static final AutoConfigurations LIBRARY = AutoConfigurations.of(DataRedisAutoConfiguration.class,
			ValkeyFlavorsAutoConfiguration.class, ServerWatchAutoConfiguration.class, ConsoleAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner().withConfiguration(LIBRARY);

	private final WebApplicationContextRunner enabled = this.runner.withPropertyValues("valkey.console.enabled=true");

	@Test
	void isOffUnlessAskedFor() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyConsole"));
	}

	@Test
	void isServedAtItsPath() {
		this.enabled.run((context) -> assertThat(mappings(context.getBean(ServletRegistrationBean.class)))
			.isEqualTo("[/valkey/*]"));
	}

	@Test
	void isServedAtAnotherPath() {
		this.enabled.withPropertyValues("valkey.console.path=/ops/servers")
			.run((context) -> assertThat(mappings(context.getBean(ServletRegistrationBean.class)))
				.isEqualTo("[/ops/servers/*]"));
	}

	private static String mappings(ServletRegistrationBean<?> registration) {
		return registration.getUrlMappings().toString();
	}

	@Test
	void asksForRolesWhereSpringSecurityIs() {
		this.enabled.run((context) -> assertThat(context).getBean(ConsoleAccess.class).isInstanceOf(RoleAccess.class));
	}

	@Test
	void answersOnLoopbackWithoutSpringSecurity() {
		this.enabled.withClassLoader(new FilteredClassLoader(SecurityFilterChain.class))
			.run((context) -> assertThat(context).getBean(ConsoleAccess.class).isInstanceOf(LoopbackAccess.class));
	}

	@Test
	void leavesAccessToTheApplication() {
		ConsoleAccess own = new LoopbackAccess();

		this.enabled.withBean("own", ConsoleAccess.class, () -> own)
			.run((context) -> assertThat(context).getBean(ConsoleAccess.class).isSameAs(own));
	}

	@Test
	void isAbsentWithoutJackson() {
		this.enabled.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyConsole"));
	}

	@Test
	void isAbsentWhereTheLibraryIsOff() {
		this.enabled.withPropertyValues("valkey.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyConsole"));
	}

	@Test
	void isAbsentInAnApplicationWithoutServlets() {
		new ApplicationContextRunner().withConfiguration(LIBRARY)
			.withPropertyValues("valkey.console.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyConsole"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey", "/", "/valkey/", "/valkey/*", "/../valkey", "" })
	void saysHowToWriteThePath(String path) {
		this.enabled.withPropertyValues("valkey.console.path=" + path)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("valkey.console.path")
				.hasMessageContaining("Write it as /valkey"));
	}

	@Test
	void refusesAnEmptyRole() {
		this.enabled.withPropertyValues("valkey.console.operator-role=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("valkey.console.operator-role")
				.hasMessageContaining("Nobody has an empty role"));
	}

}
