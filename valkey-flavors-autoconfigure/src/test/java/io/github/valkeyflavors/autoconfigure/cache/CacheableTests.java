package io.github.valkeyflavors.autoconfigure.cache;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.cache.CacheServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Spring's cache annotations on the caches of
 * {@link FlavorCacheAutoConfiguration}, against a real server.
 */
class CacheableTests {

	private static final int CACHE = 4;

	private static final int API_CACHE = 5;

	@RegisterExtension
	static final CacheServer server = new CacheServer();

	@Test
	void loadsOnce() {
		run((context, shop) -> {
			assertThat(shop.product(1)).isEqualTo(new Product("tea", 499L));
			assertThat(shop.product(1)).isEqualTo(new Product("tea", 499L));
			assertThat(shop.loads()).isEqualTo(1);
		});
	}

	@Test
	void writesEachCacheToItsDatabase() {
		run((context, shop) -> {
			shop.product(1);
			shop.rate("EUR");

			assertThat(server.template(CACHE).keys("*")).containsExactly("products::1");
			assertThat(server.template(API_CACHE).keys("*")).containsExactly("rates::EUR");
		}, "valkey.cache.caches.rates.database=api-cache");
	}

	@Test
	void writesTimeToLivePrefixAndJson() {
		run((context, shop) -> {
			shop.rate("EUR");

			assertThat(server.template(API_CACHE).getExpire("r:EUR", TimeUnit.SECONDS)).isBetween(230L, 300L);
			assertThat(server.template(API_CACHE).opsForValue().get("r:EUR")).isEqualTo("1.5");
		}, "valkey.cache.caches.rates.database=api-cache", "valkey.cache.caches.rates.time-to-live=5m",
				"valkey.cache.caches.rates.jitter=1m", "valkey.cache.caches.rates.key-prefix=r:");
	}

	@Test
	void readsWhatMethodsUsuallyReturn() {
		run((context, shop) -> {
			for (int call = 0; call < 2; call++) {
				assertThat(shop.list()).containsExactly(new Product("tea", 499L), new Product("coffee", 1L));
				assertThat(shop.stream()).containsExactly(new Product("tea", 499L));
				assertThat(shop.byId()).containsEntry(1L, new Product("tea", 499L));
				assertThat(shop.optional()).contains(new Product("tea", 499L));
				assertThat(shop.nothing()).isEmpty();
				assertThat(shop.count()).isEqualTo(5L);
			}
			assertThat(shop.loads()).isEqualTo(6);
		});
	}

	@Test
	void loadsOnceInPlaceOfUnreadableEntry() {
		run((context, shop) -> {
			server.template(CACHE).opsForValue().set("products::1", "[\"com.example.Gone\",{}]");

			assertThat(shop.product(1)).isEqualTo(new Product("tea", 499L));
			assertThat(shop.product(1)).isEqualTo(new Product("tea", 499L));
			assertThat(shop.loads()).isEqualTo(1);
		});
	}

	@Test
	void loadsOnceInPlaceOfUnreadableEntryAlsoWhenSynchronized() {
		run((context, shop) -> {
			server.template(CACHE).opsForValue().set("synchronized::1", "{");

			assertThat(shop.synchronizedProduct(1)).isEqualTo(new Product("tea", 499L));
			assertThat(shop.synchronizedProduct(1)).isEqualTo(new Product("tea", 499L));
			assertThat(shop.loads()).isEqualTo(1);
		});
	}

	@Test
	void evictsAtOnce() {
		run((context, shop) -> {
			shop.product(1);
			shop.product(2);
			shop.evict(1);
			assertThat(server.template(CACHE).keys("*")).containsExactly("products::2");
			shop.evictAll();
			assertThat(server.template(CACHE).keys("*")).isEmpty();
		});
	}

	@Test
	void countsHitsAndMissesForBoot() {
		run((context, shop) -> {
			shop.product(1);
			shop.product(1);
			shop.product(1);

			assertThat(gets(context, "products", "miss")).isEqualTo(1);
			assertThat(gets(context, "products", "hit")).isEqualTo(2);
			assertThat(counter(context, "cache.puts", "products")).isEqualTo(1);
			assertThat(gets(context, "rates", "hit")).isZero();
		}, "valkey.cache.caches.products.time-to-live=1h", "valkey.cache.caches.rates.database=api-cache");
	}

	@Test
	void countsUnreadableEntryAsMissForBoot() {
		run((context, shop) -> {
			server.template(CACHE).opsForValue().set("products::1", "{");

			shop.product(1);

			assertThat(gets(context, "products", "miss")).isEqualTo(1);
			assertThat(gets(context, "products", "hit")).isZero();
			assertThat(gets(context, "products", "pending")).isZero();
		}, "valkey.cache.caches.products.time-to-live=1h");
	}

	@Test
	void countsForBootWhereCachesAreTransactional() {
		run((context, shop) -> {
			shop.product(1);

			assertThat(gets(context, "products", "miss")).isEqualTo(1);
		}, "valkey.cache.caches.products.time-to-live=1h", "test.transactional=true");
	}

	private static double gets(AssertableApplicationContext context, String cache, String result) {
		FunctionCounter counter = context.getBean(MeterRegistry.class)
			.get("cache.gets")
			.tag("cache", cache)
			.tag("cache.manager", "cacheManager")
			.tag("result", result)
			.functionCounter();
		return counter.count();
	}

	private static double counter(AssertableApplicationContext context, String name, String cache) {
		return context.getBean(MeterRegistry.class).get(name).tag("cache", cache).functionCounter().count();
	}

	private static void run(Use use, String... properties) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ValkeyFlavorsAutoConfiguration.class,
					DataRedisAutoConfiguration.class, FlavorCacheAutoConfiguration.class, CacheAutoConfiguration.class,
					CacheMetricsAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("valkey.host=127.0.0.1", "valkey.port=" + server.port())
			.withPropertyValues(properties)
			.run((context) -> use.accept(context, context.getBean(Shop.class)));
	}

	interface Use {

		void accept(AssertableApplicationContext context, Shop shop);

	}

	record Product(String name, Long price) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	@AutoConfigurationPackage
	static class Application {

		@Bean
		@ConditionalOnBooleanProperty("test.transactional")
		RedisCacheManagerBuilderCustomizer transactionalCaches() {
			return RedisCacheManagerBuilder::transactionAware;
		}

		@Bean
		Shop shop() {
			return new Shop();
		}

	}

	static class Shop {

		private final AtomicInteger loads = new AtomicInteger();

		int loads() {
			return this.loads.get();
		}

		@Cacheable("products")
		Product product(long id) {
			this.loads.incrementAndGet();
			return new Product("tea", 499L);
		}

		@Cacheable(cacheNames = "synchronized", sync = true)
		Product synchronizedProduct(long id) {
			return product(id);
		}

		@Cacheable("rates")
		double rate(String currency) {
			return 1.5;
		}

		@Cacheable("lists")
		List<Product> list() {
			this.loads.incrementAndGet();
			return List.of(new Product("tea", 499L), new Product("coffee", 1L));
		}

		@Cacheable("streams")
		List<Product> stream() {
			this.loads.incrementAndGet();
			return Stream.of(new Product("tea", 499L)).toList();
		}

		@Cacheable("maps")
		Map<Long, Product> byId() {
			this.loads.incrementAndGet();
			return Map.of(1L, new Product("tea", 499L));
		}

		@Cacheable("optionals")
		Optional<Product> optional() {
			this.loads.incrementAndGet();
			return Optional.of(new Product("tea", 499L));
		}

		@Cacheable("nothing")
		Optional<Product> nothing() {
			this.loads.incrementAndGet();
			return Optional.empty();
		}

		@Cacheable("counts")
		long count() {
			this.loads.incrementAndGet();
			return 5;
		}

		@CacheEvict("products")
		void evict(long id) {
		}

		@CacheEvict(cacheNames = "products", allEntries = true)
		void evictAll() {
		}

	}

}
