package io.github.valkeyflavors.connection;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection that nobody else uses, with a client of its own.
 * <p>
 * The connection is thread-safe. Belongs to whoever asked for it, and is to be closed.
 *
 * @since 0.1.0
 */
public final class DedicatedConnection implements AutoCloseable {

	private final LettuceConnectionFactory factory;

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private DedicatedConnection(LettuceConnectionFactory factory, StatefulRedisConnection<byte[], byte[]> connection) {
		this.factory = factory;
		this.connection = connection;
	}

	static DedicatedConnection open(RedisConfiguration configuration, LettuceClientConfiguration clientConfiguration,
			Duration commandTimeout) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration, clientConfiguration);
		factory.afterPropertiesSet();
		factory.start();
		try {
			RedisClient client = (RedisClient) factory.getRequiredNativeClient();
			StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
			connection.setTimeout(commandTimeout);
			return new DedicatedConnection(factory, connection);
		}
		catch (RedisException ex) {
			factory.destroy();
			throw new RedisConnectionFailureException("Unable to connect", ex);
		}
	}

	/**
	 * Returns the connection.
	 * @return the connection of Lettuce
	 */
	public StatefulRedisConnection<byte[], byte[]> connection() {
		return this.connection;
	}

	@Override
	public void close() {
		this.connection.close();
		this.factory.destroy();
	}

}
