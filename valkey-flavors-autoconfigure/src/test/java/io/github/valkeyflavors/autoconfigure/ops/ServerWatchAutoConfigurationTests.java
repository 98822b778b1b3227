package io.github.valkeyflavors.autoconfigure.ops;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisAclCommands;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.ops.server.Server;
import io.github.valkeyflavors.ops.server.ServerReading;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.topology.Flavor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ServerWatchAutoConfiguration}.
 */
class ServerWatchAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				ServerWatchAutoConfiguration.class))
		.withPropertyValues("valkey.command-timeout=5s");

	@AfterEach
	void forgetUser() {
		acl((commands) -> commands.aclDeluser("narrow"));
	}

	@Test
	void takesFlavorsThatShareServerTogether() {
		this.contextRunner.withPropertyValues(port("valkey.port"))
			.run((context) -> assertThat(context.getBean(ServerWatch.class).servers()).singleElement()
				.satisfies((shared) -> assertThat(shared.flavors()).extracting((each) -> each.flavor().name())
					.containsExactlyInAnyOrder("cache", "sessions", "queue")));
	}

	@Test
	void readsWhatServerIs() {
		this.contextRunner.withPropertyValues(port("valkey.port")).run((context) -> {
			List<ServerReading> readings = context.getBean(ServerWatch.class).refresh();

			assertThat(readings).singleElement().satisfies((reading) -> {
				assertThat(reading.problem()).isNull();
				assertThat(reading.info()).isNotNull()
					.satisfies((info) -> assertThat(info.role()).isEqualTo("primary"));
			});
		});
	}

	@Test
	void saysWhyServerDoesNotAnswer() {
		this.contextRunner.withPropertyValues("valkey.port=1")
			.run((context) -> assertThat(context.getBean(ServerWatch.class).refresh())
				.extracting(ServerReading::problem)
				.containsExactly(OutageReason.DISCONNECTED));
	}

	@Test
	void doesNotAskServerThatNobodyUses() {
		this.contextRunner.withPropertyValues(port("valkey.flavors.queue.port")).run((context) -> {
			ServerWatch watch = context.getBean(ServerWatch.class);

			watch.refresh();

			assertThat(watch.reading(Flavor.QUEUE)).isNotNull();
			assertThat(watch.reading(Flavor.CACHE)).isNull();
		});
	}

	@Test
	void asksServerOnceSomebodyUsedIt() {
		this.contextRunner.run((context) -> {
			ServerWatch watch = context.getBean(ServerWatch.class);
			Server local = watch.servers().get(0);
			assertThat(local.isInUse()).isFalse();

			context.getBean(ConnectionFactoryRouter.class).forFlavor(Flavor.CACHE);
			local.connections().get(0).breaker().use();

			assertThat(local.isInUse()).isTrue();
		});
	}

	@Test
	void asksAsAnotherFlavorWhereOneIsForbidden() {
		mayDoAllButInfo("narrow", "pass");

		this.contextRunner
			.withPropertyValues(port("valkey.port"), "valkey.flavors.cache.username=narrow",
					"valkey.flavors.cache.password=pass")
			.run((context) -> assertThat(context.getBean(ServerWatch.class).refresh()).singleElement()
				.satisfies((reading) -> assertThat(reading.info()).isNotNull()));
	}

	@Test
	void saysThatInfoIsForbidden() {
		mayDoAllButInfo("narrow", "pass");

		this.contextRunner.withPropertyValues(port("valkey.port"), "valkey.username=narrow", "valkey.password=pass")
			.run((context) -> assertThat(context.getBean(ServerWatch.class).refresh())
				.extracting(ServerReading::problem)
				.containsExactly(OutageReason.FORBIDDEN));
	}

	@Test
	void handsReadingsToListeners() {
		this.contextRunner.withPropertyValues(port("valkey.port")).run((context) -> {
			ServerWatch watch = context.getBean(ServerWatch.class);
			List<ServerReading> heard = new CopyOnWriteArrayList<>();
			watch.addListener((reading) -> {
				throw new IllegalStateException("on purpose");
			});
			watch.addListener(heard::add);

			watch.refresh();

			assertThat(heard).isEqualTo(watch.readings());
		});
	}

	@Test
	void asksAtIntervalOnceApplicationIsReady() {
		try (ConfigurableApplicationContext context = application(port("valkey.port"), "valkey.watch.interval=1s")) {
			ServerWatch watch = context.getBean(ServerWatch.class);
			List<ServerReading> heard = new CopyOnWriteArrayList<>();
			watch.addListener(heard::add);

			await().atMost(SOON).until(() -> heard.size() >= 2);
		}
	}

	@Test
	void asksNobodyWhenSwitchedOff() {
		try (ConfigurableApplicationContext context = application(port("valkey.port"), "valkey.watch.enabled=false")) {
			assertThat(context.getBeansOfType(ServerWatchLifecycle.class)).isEmpty();
		}
	}

	@Test
	void refusesShortInterval() {
		this.contextRunner.withPropertyValues("valkey.watch.interval=10ms")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("'valkey.watch.interval' must be 1s or more, but is PT0.01S"));
	}

	private static ConfigurableApplicationContext application(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.properties("spring.main.banner-mode=off")
			.run();
	}

	private static String port(String property) {
		return property + "=" + server.port();
	}

	private static void mayDoAllButInfo(String user, String password) {
		acl((commands) -> commands.aclSetuser(user,
				AclSetuserArgs.Builder.on()
					.addPassword(password)
					.allKeys()
					.allChannels()
					.allCommands()
					.removeCommand(CommandType.INFO)));
	}

	private static void acl(Consumer<RedisAclCommands<String, String>> change) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port())) {
			change.accept(client.connect().sync());
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
			ServerWatchAutoConfiguration.class })
	static class Application {

	}

}
