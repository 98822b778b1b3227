package io.github.valkeyflavors.benchmarks.outages;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The two shops that are compared.
 */
enum Side {

	/**
	 * On plain Spring Boot starters.
	 */
	PLAIN,

	/**
	 * On this library.
	 */
	OURS;

	Path jar(Settings settings) {
		return (this == OURS) ? settings.shop() : settings.plainShop();
	}

	Map<String, String> environment(Servers servers) {
		Map<String, String> environment = new HashMap<>();
		if (this == OURS) {
			address(environment, "REDIS_CACHE", servers.cache());
			address(environment, "REDIS_SESSIONS", servers.sessions());
			address(environment, "REDIS_QUEUE", servers.queue());
		}
		else {
			address(environment, "SPRING_DATA_REDIS", servers.sessions());
			environment.put("PLAIN_SHOP_CACHE_PORT", "" + servers.cache().port());
			environment.put("PLAIN_SHOP_QUEUE_PORT", "" + servers.queue().port());
		}
		return environment;
	}

	private static void address(Map<String, String> environment, String prefix, Server server) {
		environment.put(prefix + "_HOST", "127.0.0.1");
		environment.put(prefix + "_PORT", "" + server.port());
	}

}
