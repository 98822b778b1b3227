package io.github.valkeyflavors.autoconfigure.ops;

import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.ops.metrics.CommandMetrics;
import io.github.valkeyflavors.ops.metrics.ServerMeters;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.queue.LocalServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlavorMetricsAutoConfiguration}, with a real server and Prometheus'
 * own names.
 */
class FlavorMetricsAutoConfigurationTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean(MeterRegistry.class, () -> this.registry)
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				ServerWatchAutoConfiguration.class, FlavorMetricsAutoConfiguration.class));

	private ApplicationContextRunner runner() {
		return this.contextRunner.withPropertyValues("valkey.host=127.0.0.1", "valkey.port=" + server.port());
	}

	@ParameterizedTest
	@ValueSource(strings = { "valkey_connected_replicas", "valkey_replication_lag", "valkey_used_memory",
			"valkey_commands_processed_total", "valkey_keyspace_hits_total", "valkey_server_up" })
	void isCalledAsOperatorsKnowItInPrometheus(String name) {
		runner().run((context) -> {
			lookAtServers(context);

			assertThat(this.registry.scrape()).contains("\n" + name + "{");
		});
	}

	@Test
	void bindsEveryMeterThatIsDocumented() {
		runner().run((context) -> {
			lookAtServers(context);

			assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.containsAll(Arrays.stream(ServerMeters.values()).map(ServerMeters::meterName).toList());
		});
	}

	@Test
	void hasTheTagsThatAreDocumented() {
		runner().run((context) -> {
			lookAtServers(context);

			assertThat(ServerMeters.values())
				.allSatisfy((meter) -> assertThat(this.registry.get(meter.meterName()).meters())
					.allSatisfy((bound) -> assertThat(bound.getId().getTags()).extracting("key")
						.containsExactlyInAnyOrderElementsOf(meter.tags())));
		});
	}

	@Test
	void hasOneSeriesForEachFlavorOfASharedServer() {
		runner().run((context) -> {
			lookAtServers(context);

			assertThat(this.registry.get("valkey.used.memory").tag("endpoint", endpoint()).gauges())
				.extracting((gauge) -> gauge.getId().getTag("flavor"))
				.containsExactlyInAnyOrder("cache", "sessions", "queue");
		});
	}

	@Test
	void countsKeysByLogicalDatabase() {
		runner().run((context) -> {
			template(context, "apiCache").opsForValue().set("key", "value");
			lookAtServers(context);

			assertThat(keys("api-cache")).isEqualTo(1);
			assertThat(keys("cache")).isZero();
		});
	}

	private double keys(String database) {
		return this.registry.get("valkey.keys").tag("database", database).gauge().value();
	}

	@Test
	void hasNoMetersOfAServerThatNobodyUses() {
		this.contextRunner.run((context) -> {
			lookAtServers(context);

			assertThat(this.registry.scrape()).doesNotContain("valkey_used_memory");
		});
	}

	@Test
	void isUnknownWhenTheServerIsAwayAndCountersStay() {
		runner().run((context) -> {
			lookAtServers(context);
			double commands = commands();

			server.stop();
			context.getBean(ServerWatch.class).refresh();

			assertThat(gauge("valkey.server.up")).isZero();
			assertThat(gauge("valkey.used.memory")).isNaN();
			assertThat(commands()).isEqualTo(commands).isPositive();
		});
	}

	private double gauge(String name) {
		return this.registry.get(name).tag("flavor", "cache").gauge().value();
	}

	private double commands() {
		return this.registry.get("valkey.commands.processed").tag("flavor", "cache").functionCounter().count();
	}

	@Test
	void timesCommandsByFlavor() {
		runner().run((context) -> {
			template(context, "cache").opsForValue().set("key", "value");
			template(context, "sessions").hasKey("key");

			assertThat(this.registry.get("valkey.command")
				.tags("flavor", "cache", "endpoint", endpoint(), "command", "SET")
				.timer()
				.count()).isEqualTo(1);
			assertThat(this.registry.get("valkey.command").tags("flavor", "sessions").tagKeys("command").timers())
				.extracting((timer) -> timer.getId().getTag("command"))
				.contains("EXISTS")
				.doesNotContain("SET");
		});
	}

	@Test
	void timesNoCommandsWhenSwitchedOff() {
		runner().withPropertyValues("valkey.metrics.command-latency=false").run((context) -> {
			template(context, "cache").opsForValue().set("key", "value");

			assertThat(context).doesNotHaveBean(CommandMetrics.class);
			assertThat(this.registry.find("valkey.command").timers()).isEmpty();
		});
	}

	@Test
	void showsThePoolOfEachFlavor() {
		runner().run((context) -> {
			lookAtServers(context);
			RedisConnectionFactory queue = context.getBean("queueConnectionFactory", RedisConnectionFactory.class);
			try (RedisConnection connection = queue.getConnection()) {
				connection.ping();
				double others = pool("active", "cache");
				// The connection that all share
				assertThat(pool("active", "queue")).isEqualTo(1);

				// Takes one of its own
				connection.multi();

				assertThat(pool("active", "queue")).isEqualTo(2);
				assertThat(pool("active", "cache")).isEqualTo(others);
				connection.discard();
			}

			assertThat(pool("active", "queue")).isEqualTo(1);
			assertThat(pool("idle", "queue")).isEqualTo(1);
		});
	}

	private double pool(String state, String flavor) {
		return this.registry.get("valkey.pool." + state).tag("flavor", flavor).gauge().value();
	}

	@Test
	void backsOffWithoutMicrometer() {
		runner().withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyServerMetrics"));
	}

	private void lookAtServers(ApplicationContext context) {
		List.copyOf(context.getBeansOfType(MeterBinder.class).values())
			.forEach((binder) -> binder.bindTo(this.registry));
		context.getBean(ServerWatch.class).refresh();
	}

	private static StringRedisTemplate template(ApplicationContext context, String database) {
		return context.getBean(database + "StringRedisTemplate", StringRedisTemplate.class);
	}

	private static String endpoint() {
		return "127.0.0.1:" + server.port();
	}

}
