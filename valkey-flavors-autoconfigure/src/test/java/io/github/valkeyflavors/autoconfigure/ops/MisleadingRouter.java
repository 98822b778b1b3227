package io.github.valkeyflavors.autoconfigure.ops;

import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.connection.ConnectionFactoryRouter;
import io.github.valkeyflavors.topology.Flavor;

/**
 * A router that leads to the same database whatever it is asked for.
 */
record MisleadingRouter(RedisConnectionFactory everywhere) implements ConnectionFactoryRouter {

	@Override
	public RedisConnectionFactory forDatabase(String database) {
		return this.everywhere;
	}

	@Override
	public RedisConnectionFactory forIndex(int index) {
		return this.everywhere;
	}

	@Override
	public RedisConnectionFactory forFlavor(Flavor flavor) {
		return this.everywhere;
	}

}
