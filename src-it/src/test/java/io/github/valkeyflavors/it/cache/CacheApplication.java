package io.github.valkeyflavors.it.cache;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.cache.FlavorCacheAutoConfiguration;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;

/**
 * An application with caches and nothing else.
 */
final class CacheApplication implements AutoCloseable {

	/**
	 * The logical database of the caches.
	 */
	static final int DATABASE = 4;

	private final ConfigurableApplicationContext context;

	private CacheApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static CacheApplication start(String host, int port, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--spring.config.name=none", "--spring.main.banner-mode=off",
				"--valkey.flavors.cache.host=" + host, "--valkey.flavors.cache.port=" + port));
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		return new CacheApplication(new SpringApplicationBuilder(Caching.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new)));
	}

	Shop shop() {
		return this.context.getBean(Shop.class);
	}

	Cache cache(String name) {
		Cache cache = this.context.getBean(CacheManager.class).getCache(name);
		if (cache == null) {
			throw new IllegalStateException("No cache '%s'".formatted(name));
		}
		return cache;
	}

	FlavorBreaker breaker() {
		return this.context.getBean("cacheConnectionFactory", GuardedConnections.class).breaker();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	@ImportAutoConfiguration({ ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
			FlavorCacheAutoConfiguration.class, CacheAutoConfiguration.class })
	@Import(Shop.class)
	static class Caching {

		@Bean
		RedisCacheManagerBuilderCustomizer transactionalCaches() {
			return RedisCacheManagerBuilder::transactionAware;
		}

	}

}
