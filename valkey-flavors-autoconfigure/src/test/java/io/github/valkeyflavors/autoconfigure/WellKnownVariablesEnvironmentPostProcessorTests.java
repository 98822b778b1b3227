package io.github.valkeyflavors.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.InvalidTopologyException;
import io.github.valkeyflavors.topology.ResolvedFlavor;
import io.github.valkeyflavors.topology.TopologyResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WellKnownVariablesEnvironmentPostProcessor} together with
 * {@link DeclaredTopologyReader} and the resolver: variables in, endpoints out.
 */
class WellKnownVariablesEnvironmentPostProcessorTests {

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final Map<String, Object> properties = new LinkedHashMap<>();

	@Test
	void readsOneHostForAllFlavors() {
		this.variables.put("REDIS_HOST", "one");

		assertThat(resolve("cache").endpoint()).hasToString("redis://one:6379");
		assertThat(resolve("queue").endpoint()).hasToString("redis://one:6379");
		assertThat(resolve("queue").origin()).isEqualTo("REDIS_HOST");
		assertThat(resolve("queue").declared()).isFalse();
	}

	@Test
	void readsThreeHosts() {
		this.variables.put("REDIS_CACHE_HOST", "one");
		this.variables.put("REDIS_SESSIONS_HOST", "two");
		this.variables.put("REDIS_QUEUE_HOST", "three");

		assertThat(List.of(resolve("cache"), resolve("sessions"), resolve("queue")))
			.extracting((flavor) -> flavor.endpoint().toString())
			.containsExactly("redis://one:6379", "redis://two:6379", "redis://three:6379");
		assertThat(resolve("cache").declared()).isTrue();
	}

	@Test
	void readsEveryField() {
		this.variables.put("REDIS_CACHE_HOST", "one");
		this.variables.put("REDIS_CACHE_PORT", "7000");
		this.variables.put("REDIS_CACHE_USERNAME", "user");
		this.variables.put("REDIS_CACHE_PASSWORD", "secret");

		assertThat(resolve("cache").endpoint()).hasToString("redis://user:***@one:7000");
		assertThat(resolve("cache").endpoint().password()).isEqualTo("secret");
	}

	@Test
	void prefersValkeyToRedis() {
		this.variables.put("REDIS_CACHE_HOST", "redis");
		this.variables.put("VALKEY_CACHE_HOST", "valkey");
		this.variables.put("REDIS_HOST", "redis");
		this.variables.put("VALKEY_HOST", "valkey");

		assertThat(resolve("cache").endpoint()).hasToString("redis://valkey:6379");
		assertThat(resolve("queue").endpoint()).hasToString("redis://valkey:6379");
	}

	@Test
	void prefersValkeyHostToRedisUrl() {
		this.variables.put("REDIS_CACHE_URL", "redis://redis:7000");
		this.variables.put("VALKEY_CACHE_HOST", "valkey");

		assertThat(resolve("cache").endpoint()).hasToString("redis://valkey:6379");
	}

	@Test
	void prefersPropertyOfFlavorToVariable() {
		this.variables.put("REDIS_CACHE_HOST", "variable");
		this.properties.put("valkey.flavors.cache.host", "property");

		assertThat(resolve("cache").endpoint()).hasToString("redis://property:6379");
	}

	@Test
	void prefersVariableOfFlavorToFallbackProperty() {
		this.variables.put("REDIS_CACHE_HOST", "variable");
		this.properties.put("valkey.host", "property");

		assertThat(resolve("cache").endpoint()).hasToString("redis://variable:6379");
	}

	@Test
	void prefersFallbackPropertyToVariable() {
		this.variables.put("REDIS_HOST", "variable");
		this.properties.put("valkey.host", "property");

		assertThat(resolve("cache").endpoint()).hasToString("redis://property:6379");
	}

	@Test
	void prefersVariableToSpringDataRedis() {
		this.variables.put("REDIS_HOST", "variable");
		this.properties.put("spring.data.redis.host", "boot");

		assertThat(resolve("cache").endpoint()).hasToString("redis://variable:6379");
	}

	@Test
	void acceptsOldSpellings() {
		this.variables.put("REDIS_SESSION_URL", "redis://two:7000/0");
		this.variables.put("REDIS_SIDEKIQ_URL", "redis://three:7001");

		assertThat(resolve("sessions").endpoint()).hasToString("redis://two:7000");
		assertThat(resolve("queue").endpoint()).hasToString("redis://three:7001");
	}

	@Test
	void prefersNewSpellingToOld() {
		this.variables.put("REDIS_SESSION_URL", "redis://old");
		this.variables.put("REDIS_SESSIONS_HOST", "new");

		assertThat(resolve("sessions").endpoint()).hasToString("redis://new:6379");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  " })
	void treatsEmptyVariableAsNotSet(String empty) {
		this.variables.put("REDIS_CACHE_HOST", empty);
		this.variables.put("VALKEY_HOST", empty);
		this.variables.put("REDIS_HOST", "one");

		assertThat(resolve("cache").endpoint()).hasToString("redis://one:6379");
		assertThat(resolve("cache").declared()).isFalse();
	}

	@Test
	void ignoresServiceLinkOfKubernetes() {
		this.variables.put("REDIS_PORT", "tcp://10.0.0.1:6379");
		this.variables.put("REDIS_CACHE_PORT", "tcp://10.0.0.2:6379");

		assertThat(resolve("cache").endpoint()).hasToString("redis://localhost:6379");
	}

	@Test
	void prefersPropertyToServiceLinkOfServiceNamedValkey() {
		this.variables.put("VALKEY_PORT", "tcp://10.0.0.1:6379");
		this.properties.put("valkey.port", "7000");

		assertThat(resolve("cache").endpoint()).hasToString("redis://localhost:7000");
	}

	@Test
	void ignoresServiceLinkOfServiceNamedValkey() {
		this.variables.put("VALKEY_PORT", "tcp://10.0.0.1:6379");
		this.variables.put("VALKEY_SERVICE_HOST", "10.0.0.1");
		this.properties.put("valkey.host", "one");

		assertThat(resolve("cache").endpoint()).hasToString("redis://one:6379");
		assertThat(Binder.get(this.environment).bind("valkey", ValkeyProperties.class).get().port()).isNull();
	}

	@Test
	void readsVariablesOfDeclaredFlavor() {
		this.variables.put("REDIS_LOCKS_HOST", "four");
		this.variables.put("REDIS_LOCKS_PORT", "7004");
		this.properties.put("valkey.flavors.locks.evicting", "false");
		this.properties.put("valkey.databases.locks.flavor", "locks");

		assertThat(resolve("locks").endpoint()).hasToString("redis://four:7004");
	}

	@Test
	void readsVariablesOfFlavorWithDash() {
		this.variables.put("REDIS_FULL_TEXT_HOST", "five");
		this.properties.put("valkey.flavors.full-text.evicting", "false");
		this.properties.put("valkey.databases.full-text.flavor", "full-text");
		this.properties.put("valkey.databases.full-text.index", "9");

		assertThat(resolve("full-text").endpoint()).hasToString("redis://five:6379");
	}

	@Test
	void ignoresVariablesOfUndeclaredFlavor() {
		this.variables.put("REDIS_LOCKS_HOST", "four");

		assertThat(resolve("queue").endpoint()).hasToString("redis://localhost:6379");
	}

	@Test
	void namesVariableAndItsPlaceWhenItIsWrong() {
		this.variables.put("REDIS_CACHE_PORT", "70000");

		assertThatExceptionOfType(InvalidTopologyException.class).isThrownBy(() -> resolve("cache"))
			.withMessage(
					"'REDIS_CACHE_PORT' is set to '70000' (\"REDIS_CACHE_PORT\" from property source \"systemEnvironment\"): "
							+ "this is not a port")
			.satisfies((ex) -> assertThat(ex.getRemedy())
				.isEqualTo("Set 'REDIS_CACHE_PORT' to a number from 1 to 65535."));
	}

	@Test
	void refusesUrlAndHostTogether() {
		this.variables.put("REDIS_URL", "redis://:secret@one");
		this.variables.put("REDIS_HOST", "two");

		assertThatExceptionOfType(InvalidTopologyException.class).isThrownBy(() -> resolve("cache"))
			.withMessage("'REDIS_URL' (\"REDIS_URL\" from property source \"systemEnvironment\") and "
					+ "'REDIS_HOST' (\"REDIS_HOST\" from property source \"systemEnvironment\") are both set, "
					+ "and both say where the server is");
	}

	private ResolvedFlavor resolve(String flavor) {
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
		this.environment.getPropertySources().addLast(new MapPropertySource("application.yaml", this.properties));
		new WellKnownVariablesEnvironmentPostProcessor().postProcessEnvironment(this.environment,
				new SpringApplication());
		return new TopologyResolver().resolve(DeclaredTopologyReader.read(this.environment), List.of())
			.flavor(new Flavor(flavor));
	}

}
