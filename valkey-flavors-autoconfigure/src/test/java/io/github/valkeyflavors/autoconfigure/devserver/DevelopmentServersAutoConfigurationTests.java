package io.github.valkeyflavors.autoconfigure.devserver;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.autoconfigure.FlavorConnectionDetails;
import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.WellKnownVariablesEnvironmentPostProcessor;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.devserver.DevelopmentServerException;
import io.github.valkeyflavors.devserver.DevelopmentServers;
import io.github.valkeyflavors.devserver.ServerExecutable;
import io.github.valkeyflavors.topology.Flavor;
import io.github.valkeyflavors.topology.Topology;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DevelopmentServersAutoConfiguration}, with real processes where it is
 * active.
 */
@ExtendWith(OutputCaptureExtension.class)
class DevelopmentServersAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DevelopmentServersAutoConfiguration.class,
				ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class));

	private final ApplicationContextRunner enabled = this.contextRunner
		.withPropertyValues("valkey.dev-server.enabled=true");

	@BeforeAll
	static void requireServerProgram() {
		try {
			ServerExecutable.find();
		}
		catch (DevelopmentServerException ex) {
			throw new TestAbortedException(ex.getMessage(), ex);
		}
	}

	@Test
	void isOffByDefault() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(DevelopmentServers.class)
			.doesNotHaveBean(FlavorConnectionDetails.class));
	}

	@Test
	void isOffWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("valkey.dev-server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DevelopmentServers.class));
	}

	@Test
	void startsServerOfEachFlavorWithItsPolicy() {
		this.enabled.run((context) -> {
			assertThat(config(context, "cache", "maxmemory-policy")).isEqualTo("allkeys-lfu");
			assertThat(config(context, "cache", "appendonly")).isEqualTo("no");
			assertThat(config(context, "sessions", "maxmemory-policy")).isEqualTo("noeviction");
			assertThat(config(context, "sessions", "notify-keyspace-events")).contains("E", "g", "x");
			assertThat(config(context, "queue", "maxmemory-policy")).isEqualTo("noeviction");
			assertThat(config(context, "queue", "appendonly")).isEqualTo("yes");
		});
	}

	@Test
	void startsServersOnLoopbackPortsOfTheirOwn() {
		this.enabled.run((context) -> {
			DevelopmentServers servers = context.getBean(DevelopmentServers.class);
			Topology topology = context.getBean(Topology.class);
			for (Flavor flavor : Set.of(Flavor.CACHE, Flavor.SESSIONS, Flavor.QUEUE)) {
				assertThat(topology.flavor(flavor).endpoint())
					.hasToString("redis://127.0.0.1:" + servers.port(flavor.name()));
			}
			assertThat(Set.of(servers.port("cache"), servers.port("sessions"), servers.port("queue"))).hasSize(3);
		});
	}

	@Test
	void saysLoudlyWhatRuns(CapturedOutput output) {
		this.enabled.run((context) -> assertThat(output).contains("WARN")
			.contains("DEVELOPMENT SERVERS, not for production: " + context.getBean(DevelopmentServers.class)));
	}

	@Test
	void startsServersOfFlavorsOfTheApplicationToo() {
		this.enabled
			.withPropertyValues("valkey.flavors.locks.evicting=false", "valkey.databases.locks.flavor=locks",
					"valkey.flavors.search.evicting=true", "valkey.databases.search.flavor=search",
					"valkey.databases.search.index=9")
			.run((context) -> {
				assertThat(config(context, "locks", "maxmemory-policy")).isEqualTo("noeviction");
				assertThat(config(context, "search", "maxmemory-policy")).isEqualTo("allkeys-lfu");
			});
	}

	@Test
	void stopsServersWithTheContext() {
		Set<ProcessHandle> before = children();

		this.enabled.run((context) -> assertThat(context).hasSingleBean(DevelopmentServers.class)
			.satisfies((started) -> assertThat(children()).hasSize(before.size() + 3)));

		assertThat(children()).isEqualTo(before);
	}

	@Test
	void stopsServersWhenTheContextFails() {
		Set<ProcessHandle> before = children();

		this.enabled.withBean("failing", Object.class, () -> {
			throw new IllegalStateException("no bean");
		}).run((context) -> assertThat(context).hasFailed());

		assertThat(children()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey.host=one", "valkey.port=7000", "valkey.url=redis://one",
			"valkey.flavors.cache.host=one", "valkey.flavors.sessions.url=redis://one",
			"valkey.flavors.queue.port=7000", "spring.data.redis.host=one", "spring.data.redis.url=redis://one",
			"spring.data.redis.port=7000", "valkey.enabled=false" })
	void staysOffWhereServerIsConfigured(String property) {
		this.enabled.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DevelopmentServers.class));
	}

	@Test
	void staysOffWhereSentinelIsConfigured() {
		this.enabled.withPropertyValues("spring.data.redis.sentinel.master=main")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("'spring.data.redis.sentinel.master' is set"));
	}

	@ParameterizedTest
	@CsvSource({ "REDIS_HOST, one", "REDIS_URL, redis://one", "VALKEY_HOST, one", "REDIS_CACHE_HOST, one",
			"REDIS_SESSIONS_URL, redis://one", "VALKEY_QUEUE_PORT, 7000", "REDIS_SESSION_URL, redis://one",
			"SPRING_DATA_REDIS_HOST, one" })
	void staysOffWhereVariableNamesServer(String variable, String value) {
		this.enabled.withInitializer((context) -> setVariables(context, Map.of(variable, value)))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DevelopmentServers.class));
	}

	@Test
	void takesEmptyVariableAsNotSet() {
		this.enabled.withInitializer((context) -> setVariables(context, Map.of("REDIS_HOST", "")))
			.run((context) -> assertThat(context).hasSingleBean(DevelopmentServers.class));
	}

	@Test
	void staysOffWhereDetailsOfFlavorAreProvided() {
		this.enabled.withBean(FlavorConnectionDetails.class, OwnDetails::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DevelopmentServers.class));
	}

	@Test
	void staysOffWhereDetailsOfBootAreProvided() {
		this.enabled.withBean(DataRedisConnectionDetails.class, OwnRedisDetails::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DevelopmentServers.class));
	}

	private static @Nullable String config(ApplicationContext context, String flavor, String name) {
		RedisConnectionFactory factory = context.getBean(ConnectionFactoryRouter.class).forFlavor(new Flavor(flavor));
		try (RedisConnection connection = factory.getConnection()) {
			Properties config = connection.serverCommands().getConfig(name);
			return (config != null) ? config.getProperty(name) : null;
		}
	}

	private static Set<ProcessHandle> children() {
		return ProcessHandle.current().children().filter(ProcessHandle::isAlive).collect(Collectors.toSet());
	}

	private static void setVariables(ConfigurableApplicationContext context, Map<String, String> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		context.getEnvironment()
			.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, new HashMap<>(variables)));
		new WellKnownVariablesEnvironmentPostProcessor().postProcessEnvironment(context.getEnvironment(),
				new SpringApplication());
	}

	static final class OwnDetails implements FlavorConnectionDetails {

		@Override
		public String getFlavor() {
			return "cache";
		}

		@Override
		public String getHost() {
			return "container";
		}

		@Override
		public int getPort() {
			return 32768;
		}

	}

	static final class OwnRedisDetails implements DataRedisConnectionDetails {

		@Override
		public Standalone getStandalone() {
			return Standalone.of("container", 32769);
		}

	}

}
