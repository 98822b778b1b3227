package io.github.valkeyflavors.autoconfigure.ops;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.cache.FlavorCacheAutoConfiguration;
import io.github.valkeyflavors.cache.CacheServer;
import io.github.valkeyflavors.ops.history.FlavorHistory;
import io.github.valkeyflavors.ops.history.HistoryEntry;
import io.github.valkeyflavors.ops.pressure.MemoryPressureEvent;
import io.github.valkeyflavors.ops.pressure.PressureLevel;
import io.github.valkeyflavors.ops.server.ServerWatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MemoryPressureAutoConfiguration} on a server that cache and queue
 * share.
 */
@ExtendWith(OutputCaptureExtension.class)
class MemoryPressureAutoConfigurationTests {

	@RegisterExtension
	static final CacheServer server = new CacheServer();

	private static final String SHORTEN = "valkey.pressure.shorten-ttl.enabled=true";

	private static final String STOP = "valkey.pressure.stop-caches=optional*,reports";

	private static final String FLUSH = "valkey.pressure.flush-databases=api-cache";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
				ServerWatchAutoConfiguration.class, MemoryPressureAutoConfiguration.class,
				FlavorCacheAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@SuppressWarnings("NullAway.Init")
	private PressuredServer pressure;

	@BeforeEach
	void fill() {
		this.pressure = new PressuredServer(server);
	}

	@AfterEach
	void removeLimit() {
		this.pressure.configure("maxmemory-policy", "allkeys-lfu");
		this.pressure.limit(0);
	}

	@Test
	void publishesApplicationEventOnEachChange() {
		run((context) -> {
			for (int percentage : new int[] { 50, 82, 92, 97, 50 }) {
				use(context, percentage);
			}

			assertThat(context.getBean(Application.class).events).extracting((event) -> event.current().level())
				.containsExactly(PressureLevel.ELEVATED, PressureLevel.HIGH, PressureLevel.CRITICAL,
						PressureLevel.NORMAL);
		});
	}

	@Test
	void writesHistory() {
		run((context) -> {
			use(context, 92);

			assertThat(context.getBean(FlavorHistory.class).entries()).singleElement()
				.extracting(HistoryEntry::kind, HistoryEntry::server)
				.containsExactly(HistoryEntry.Kind.PRESSURE, "127.0.0.1:" + server.port());
		});
	}

	@Test
	void showsLevelOfEachFlavorAsMeter() {
		run((context) -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean("valkeyPressureMetrics", MeterBinder.class).bindTo(registry);
			assertThat(level(registry, "cache")).isNaN();

			use(context, 92);

			assertThat(level(registry, "cache")).isEqualTo(2);
			assertThat(level(registry, "queue")).isEqualTo(2);
		});
	}

	@Test
	void hasNoMeterWithoutMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("valkeyPressureMetrics"));
	}

	@Test
	void doesNothingUnlessAsked() {
		run((context) -> {
			template(context, "apiCache").opsForValue().set("key", "value");
			use(context, 50);
			use(context, 97);
			cache(context, "reports").put("tea", "1");

			assertThat(template(context, "cache").getExpire("reports::tea")).isGreaterThan(3_500);
			assertThat(template(context, "apiCache").hasKey("key")).isTrue();
		});
	}

	@Test
	void shortensTimesToLiveFromElevatedPressureOn() {
		run((context) -> {
			use(context, 82);
			cache(context, "prices").put("tea", "1");

			assertThat(template(context, "cache").getExpire("prices::tea")).isBetween(1_700L, 1_800L);
		}, SHORTEN);
	}

	@Test
	void shortensByFactor() {
		run((context) -> {
			use(context, 82);
			cache(context, "prices").put("tea", "1");

			assertThat(template(context, "cache").getExpire("prices::tea")).isBetween(340L, 360L);
		}, SHORTEN, "valkey.pressure.shorten-ttl.factor=0.1");
	}

	@Test
	void shortensNoLongerWhenThePressureIsGone() {
		run((context) -> {
			use(context, 82);
			use(context, 50);
			cache(context, "prices").put("tea", "1");

			assertThat(template(context, "cache").getExpire("prices::tea")).isGreaterThan(3_500);
		}, SHORTEN);
	}

	@Test
	void stopsNamedCachesFromHighPressureOn() {
		run((context) -> {
			use(context, 92);
			for (String cache : List.of("prices", "reports", "optional-things")) {
				cache(context, cache).put("tea", "1");
			}

			assertThat(template(context, "cache").keys("*")).containsExactly("prices::tea");
		}, STOP);
	}

	@Test
	void stopsNoCacheBelowHighPressure() {
		run((context) -> {
			use(context, 82);
			cache(context, "reports").put("tea", "1");

			assertThat(template(context, "cache").keys("*")).containsExactly("reports::tea");
		}, STOP);
	}

	@Test
	void storesAgainWhenThePressureIsGone() {
		run((context) -> {
			use(context, 92);
			use(context, 50);
			cache(context, "reports").put("tea", "1");

			assertThat(template(context, "cache").keys("*")).containsExactly("reports::tea");
		}, STOP);
	}

	@Test
	void logsReactionsOnceWhenTheyBeginAndEnd(CapturedOutput output) {
		run((context) -> {
			for (int percentage : new int[] { 82, 92, 97, 92, 50 }) {
				use(context, percentage);
			}

			assertThat(output.getOut().lines()).filteredOn((line) -> line.contains("cache entries get"))
				.hasSize(2)
				.first()
				.asString()
				.contains("new cache entries get 0.5 of their time to live");
			assertThat(output.getOut().lines()).filteredOn((line) -> line.contains("caches [optional*, reports]"))
				.hasSize(2);
		}, SHORTEN, STOP);
	}

	@Test
	void flushesNamedDatabaseAndNothingElse() {
		run((context) -> {
			fillAllDatabases(context);
			use(context, 50);
			use(context, 97);

			assertThat(template(context, "apiCache").keys("*")).containsExactly("valkey-flavors:flushed");
			for (String neighbour : List.of("queue", "sessions", "cache", "locks", "rateLimits", "geocoder", "cable")) {
				assertThat(template(context, neighbour).keys("*")).as(neighbour).containsExactly("key");
			}
			assertThat(template(context, "queue").opsForList().range("key", 0, -1)).containsExactly("job");
		}, FLUSH);
	}

	@Test
	void flushesOnServerThatRefusesWrites() {
		this.pressure.configure("maxmemory-policy", "noeviction");
		run((context) -> {
			template(context, "apiCache").opsForValue().set("key", "value");
			use(context, 50);
			use(context, 110);

			assertThat(template(context, "apiCache").hasKey("key")).isFalse();
		}, FLUSH);
	}

	@Test
	void doesNotFlushServerThatWasFullBeforeTheStart() {
		run((context) -> {
			template(context, "apiCache").opsForValue().set("key", "value");
			use(context, 97);

			assertThat(template(context, "apiCache").hasKey("key")).isTrue();
		}, FLUSH);
	}

	@Test
	void flushesOnceInTheInterval() {
		run((context) -> {
			use(context, 50);
			use(context, 97);
			template(context, "apiCache").opsForValue().set("key", "value");
			template(context, "apiCache").delete("valkey-flavors:flushed");
			use(context, 50);
			use(context, 97);

			assertThat(template(context, "apiCache").hasKey("key")).isTrue();
		}, FLUSH);
	}

	@Test
	void flushesAgainAfterTheInterval() {
		run((context) -> {
			use(context, 50);
			use(context, 97);
			template(context, "apiCache").opsForValue().set("key", "value");

			await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
				use(context, 50);
				use(context, 97);
				assertThat(template(context, "apiCache").hasKey("key")).isFalse();
			});
		}, FLUSH, "valkey.pressure.flush-interval=1s");
	}

	@Test
	void flushesOnceForManyProcesses() {
		run((one) -> run((two) -> {
			use(one, 50);
			two.getBean(ServerWatch.class).refresh();
			template(one, "apiCache").opsForValue().set("key", "value");
			use(one, 97);
			template(one, "apiCache").opsForValue().set("key", "value");
			two.getBean(ServerWatch.class).refresh();

			assertThat(template(one, "apiCache").hasKey("key")).isTrue();
		}, FLUSH), FLUSH);
	}

	@Test
	void logsFlushWithNumberOfKeys(CapturedOutput output) {
		run((context) -> {
			template(context, "apiCache").opsForValue().set("key", "value");
			use(context, 50);
			use(context, 97);

			assertThat(output).contains("database 'api-cache' (5) was flushed, it had 1 keys");
		}, FLUSH);
	}

	@Test
	void warnsWhenTheUserMayNotFlush(CapturedOutput output) {
		this.pressure.addUser("careful", "on", "nopass", "~*", "&*", "+@all", "-flushdb");
		run((context) -> {
			template(context, "apiCache").opsForValue().set("key", "value");
			use(context, 50);
			use(context, 97);

			assertThat(template(context, "apiCache").hasKey("key")).isTrue();
			assertThat(output).containsPattern("WARN.* database 'api-cache' \\(5\\) may not have been flushed: .*"
					+ "Its user needs EVAL, EXISTS, DBSIZE, FLUSHDB and SET");
		}, FLUSH, "valkey.flavors.cache.username=careful", "valkey.flavors.cache.password=any");
	}

	@Test
	void leavesNextFlushToMarkerThatExpires() {
		run((context) -> {
			use(context, 50);
			use(context, 97);

			assertThat(template(context, "apiCache").getExpire("valkey-flavors:flushed"))
				.isBetween(Duration.ofMinutes(19).toSeconds(), Duration.ofMinutes(20).toSeconds());
		}, FLUSH, "valkey.pressure.flush-interval=20m");
	}

	private void run(Consumer<ApplicationContext> test, String... properties) {
		this.contextRunner
			.withPropertyValues("valkey.host=127.0.0.1", "valkey.port=" + server.port(), "valkey.cache.time-to-live=1h")
			.withPropertyValues(properties)
			.run(test::accept);
	}

	private void use(ApplicationContext context, int percentage) {
		this.pressure.use(percentage);
		context.getBean(ServerWatch.class).refresh();
	}

	private static void fillAllDatabases(ApplicationContext context) {
		for (String database : List.of("sessions", "cache", "apiCache", "locks", "rateLimits", "geocoder", "cable")) {
			template(context, database).opsForValue().set("key", "value");
		}
		template(context, "queue").opsForList().leftPush("key", "job");
	}

	private static StringRedisTemplate template(ApplicationContext context, String database) {
		return context.getBean(database + "StringRedisTemplate", StringRedisTemplate.class);
	}

	private static Cache cache(ApplicationContext context, String name) {
		return Objects.requireNonNull(context.getBean(CacheManager.class).getCache(name));
	}

	private static double level(MeterRegistry registry, String flavor) {
		return registry.get("valkey.memory.pressure.level")
			.tag("flavor", flavor)
			.tag("endpoint", "127.0.0.1:" + server.port())
			.gauge()
			.value();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Application {

		final List<MemoryPressureEvent> events = new CopyOnWriteArrayList<>();

		@Bean
		FlavorHistory history() {
			return new FlavorHistory();
		}

		@EventListener
		void changed(MemoryPressureEvent event) {
			this.events.add(event);
		}

	}

}
