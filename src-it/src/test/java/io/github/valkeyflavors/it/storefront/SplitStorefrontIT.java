package io.github.valkeyflavors.it.storefront;

import java.util.HashMap;
import java.util.Map;

import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

/**
 * Three servers by three variables.
 */
@ValkeyServers
class SplitStorefrontIT extends FlushedCacheContract {

	@Override
	protected Map<String, String> variables() {
		return variablesOf(this.servers);
	}

	static Map<String, String> variablesOf(Servers servers) {
		Map<String, String> variables = new HashMap<>();
		variables.putAll(servers.server("cache").variables("REDIS_CACHE"));
		variables.putAll(servers.server("sessions").variables("REDIS_SESSIONS"));
		variables.putAll(servers.server("queue").variables("REDIS_QUEUE"));
		return variables;
	}

	@Override
	protected Server serverOf(String flavor) {
		return this.servers.server(flavor);
	}

}
