package io.github.valkeyflavors.it.storefront;

import java.util.HashMap;
import java.util.Map;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.ValkeyServers;

/**
 * The cache apart by {@code REDIS_CACHE_HOST}, the rest together by {@code REDIS_HOST}.
 */
@ValkeyServers
class MixedStorefrontIT extends FlushedCacheContract {

	@Override
	protected Map<String, String> variables() {
		Map<String, String> variables = new HashMap<>();
		variables.putAll(serverOf("queue").variables("REDIS"));
		variables.putAll(serverOf("cache").variables("REDIS_CACHE"));
		return variables;
	}

	@Override
	protected Server serverOf(String flavor) {
		return this.servers.server(flavor.equals("cache") ? "cache" : "queue");
	}

}
