package io.github.valkeyflavors.it.storefront;

import java.util.Map;

import io.github.valkeyflavors.it.servers.Layout;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.ValkeyServers;

/**
 * One server by {@code REDIS_HOST} alone.
 */
@ValkeyServers(layout = Layout.SINGLE)
class FallbackStorefrontIT extends AbstractStorefrontContract {

	@Override
	protected Map<String, String> variables() {
		return serverOf("queue").variables("REDIS");
	}

	@Override
	protected Server serverOf(String flavor) {
		return this.servers.all().get(0);
	}

}
