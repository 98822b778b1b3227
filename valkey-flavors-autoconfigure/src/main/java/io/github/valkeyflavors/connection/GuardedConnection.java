package io.github.valkeyflavors.connection;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * A connection that tells of the commands that Spring Data gives up itself. It waits as
 * long as Lettuce does; Lettuce's listeners hear only of what Lettuce gives up first.
 */
final class GuardedConnection extends LettuceConnection {

	private final CommandOutcomes outcomes;

	GuardedConnection(@Nullable StatefulRedisConnection<byte[], byte[]> sharedConnection,
			LettuceConnectionProvider connectionProvider, long timeout, int database, CommandOutcomes outcomes) {
		super(sharedConnection, connectionProvider, timeout, database);
		this.outcomes = outcomes;
	}

	@Override
	protected DataAccessException convertLettuceAccessException(Exception cause) {
		if (cause instanceof RedisCommandTimeoutException && cause.getCause() == null) {
			this.outcomes.failed("", cause);
		}
		return super.convertLettuceAccessException(cause);
	}

}
