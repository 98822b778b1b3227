package io.github.valkeyflavors.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.resource.ClientResources;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * A client configuration that ends the handshake of a new connection after the connect
 * timeout. Lettuce takes the command timeout for it, so whoever makes the first
 * connection to a frozen server would wait for that, however short he can wait for
 * commands. While a client is made, the shorter of both stands in the place of the
 * command timeout; the client gets the command timeout for its commands after that.
 */
class HandshakeConfiguration implements LettuceClientConfiguration {

	private final LettuceClientConfiguration target;

	private volatile boolean making;

	HandshakeConfiguration(LettuceClientConfiguration target) {
		this.target = target;
	}

	static HandshakeConfiguration of(LettuceClientConfiguration target) {
		return (target instanceof LettucePoolingClientConfiguration pooling) ? new Pooling(pooling)
				: new HandshakeConfiguration(target);
	}

	AbstractRedisClient make(Supplier<AbstractRedisClient> source) {
		AbstractRedisClient client;
		this.making = true;
		try {
			client = source.get();
		}
		finally {
			this.making = false;
		}
		if (client instanceof RedisClient standalone
				&& client.getOptions().getTimeoutOptions().isApplyConnectionTimeout()) {
			standalone.setOptions(
					client.getOptions().mutate().timeoutOptions(TimeoutOptions.enabled(getCommandTimeout())).build());
		}
		return client;
	}

	@Override
	public Duration getCommandTimeout() {
		Duration timeout = this.target.getCommandTimeout();
		Duration connectTimeout = connectTimeout();
		return (this.making && (timeout.isZero() || timeout.compareTo(connectTimeout) > 0)) ? connectTimeout : timeout;
	}

	private Duration connectTimeout() {
		return this.target.getClientOptions()
			.map((options) -> options.getSocketOptions().getConnectTimeout())
			.orElse(SocketOptions.DEFAULT_CONNECT_TIMEOUT_DURATION);
	}

	@Override
	public boolean isUseSsl() {
		return this.target.isUseSsl();
	}

	@Override
	@SuppressWarnings("deprecation") // so is the method
	public boolean isVerifyPeer() {
		return this.target.isVerifyPeer();
	}

	@Override
	public SslVerifyMode getVerifyMode() {
		return this.target.getVerifyMode();
	}

	@Override
	public boolean isStartTls() {
		return this.target.isStartTls();
	}

	@Override
	public Optional<ClientResources> getClientResources() {
		return this.target.getClientResources();
	}

	@Override
	public Optional<ClientOptions> getClientOptions() {
		return this.target.getClientOptions();
	}

	@Override
	public Optional<String> getClientName() {
		return this.target.getClientName();
	}

	@Override
	public Optional<ReadFrom> getReadFrom() {
		return this.target.getReadFrom();
	}

	@Override
	public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
		return this.target.getRedisCredentialsProviderFactory();
	}

	@Override
	public Duration getShutdownTimeout() {
		return this.target.getShutdownTimeout();
	}

	@Override
	public Duration getShutdownQuietPeriod() {
		return this.target.getShutdownQuietPeriod();
	}

	/**
	 * The same for one that pools.
	 */
	private static final class Pooling extends HandshakeConfiguration implements LettucePoolingClientConfiguration {

		private final LettucePoolingClientConfiguration target;

		Pooling(LettucePoolingClientConfiguration target) {
			super(target);
			this.target = target;
		}

		@Override
		public GenericObjectPoolConfig<StatefulConnection<?, ?>> getPoolConfig() {
			return this.target.getPoolConfig();
		}

	}

}
