package io.github.valkeyflavors.it.pressure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.github.valkeyflavors.autoconfigure.ValkeyFlavorsAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.cache.FlavorCacheAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.ops.MemoryPressureAutoConfiguration;
import io.github.valkeyflavors.autoconfigure.ops.ServerWatchAutoConfiguration;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.ops.pressure.MemoryPressureEvent;
import io.github.valkeyflavors.ops.pressure.PressureLevel;
import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;

/**
 * An application that reacts to memory pressure in every way there is. Its watch looks
 * only when it is told to.
 */
final class PressureApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private PressureApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static PressureApplication start(Server cache, Server queue) {
		List<String> arguments = new ArrayList<>(List.of("--spring.config.name=none", "--spring.main.banner-mode=off",
				"--valkey.watch.enabled=false", "--valkey.cache.time-to-live=1h",
				"--valkey.flavors.cache.command-timeout=1s", "--valkey.pressure.shorten-ttl.enabled=true",
				"--valkey.pressure.stop-caches=optional", "--valkey.pressure.flush-databases=api-cache"));
		arguments.add("--valkey.flavors.cache.host=" + cache.host());
		arguments.add("--valkey.flavors.cache.port=" + cache.port());
		arguments.add("--valkey.flavors.queue.host=" + queue.host());
		arguments.add("--valkey.flavors.queue.port=" + queue.port());
		return new PressureApplication(new SpringApplicationBuilder(Caching.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new)));
	}

	Cache cache(String name) {
		Cache cache = this.context.getBean(CacheManager.class).getCache(name);
		if (cache == null) {
			throw new IllegalStateException("No cache '%s'".formatted(name));
		}
		return cache;
	}

	/**
	 * Looks at the servers.
	 */
	void watch() {
		this.context.getBean(ServerWatch.class).refresh();
	}

	/**
	 * The levels that the server of the cache came to, in their order.
	 */
	List<PressureLevel> levels() {
		return this.context.getBean(Caching.class).events.stream()
			.filter((event) -> event.current().flavors().contains("cache"))
			.map((event) -> event.current().level())
			.toList();
	}

	PressureLevel level() {
		List<PressureLevel> levels = levels();
		return levels.isEmpty() ? PressureLevel.NORMAL : levels.get(levels.size() - 1);
	}

	FlavorBreaker breaker() {
		return this.context.getBean("cacheConnectionFactory", GuardedConnections.class).breaker();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration({ ValkeyFlavorsAutoConfiguration.class, DataRedisAutoConfiguration.class,
			ServerWatchAutoConfiguration.class, MemoryPressureAutoConfiguration.class,
			FlavorCacheAutoConfiguration.class, CacheAutoConfiguration.class })
	static class Caching {

		private final List<MemoryPressureEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void changed(MemoryPressureEvent event) {
			this.events.add(event);
		}

	}

}
