package io.github.valkeyflavors.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.Endpoint;

/**
 * The connection factory of one logical database behind the breaker of its flavor: it
 * gives no connection while the breaker is open, and tells the breaker of every command
 * and connection. Several callers that find no connection make one together, so none
 * waits for the failures of the others.
 * <p>
 * Thread-safe.
 */
final class GuardedConnectionFactory extends LettuceConnectionFactory
		implements GuardedConnections, DedicatedConnections {

	private static final Duration LONGEST_PING = Duration.ofMillis(250);

	private static final Duration PING_OF_LIVING_SERVER = Duration.ofMillis(100);

	private static final String PRIMARY = "master";

	private final HandshakeConfiguration handshakes;

	private final RedisConfiguration configuration;

	private final FlavorBreaker breaker;

	private final CommandOutcomes outcomes;

	private static final ThreadLocal<@Nullable Duration> COMMAND_TIMEOUT = new ThreadLocal<>();

	private final SharedConnection<StatefulRedisConnection<byte[], byte[]>> shared;

	private final SharedConnection<StatefulConnection<ByteBuffer, ByteBuffer>> sharedReactive;

	GuardedConnectionFactory(RedisConfiguration configuration, LettuceClientConfiguration clientConfiguration,
			FlavorBreaker breaker) {
		this(configuration, HandshakeConfiguration.of(clientConfiguration), breaker);
	}

	private GuardedConnectionFactory(RedisConfiguration configuration, HandshakeConfiguration clientConfiguration,
			FlavorBreaker breaker) {
		super(configuration, clientConfiguration);
		this.handshakes = clientConfiguration;
		this.configuration = configuration;
		this.breaker = breaker;
		this.outcomes = new CommandOutcomes(breaker, this::isRunning);
		this.shared = new SharedConnection<>(breaker, this.outcomes::connectionFailed);
		this.sharedReactive = new SharedConnection<>(breaker, this.outcomes::connectionFailed);
	}

	@Override
	public FlavorBreaker breaker() {
		return this.breaker;
	}

	@Override
	protected AbstractRedisClient createClient() {
		AbstractRedisClient client = this.handshakes.make(super::createClient);
		client.addListener(this.outcomes);
		return client;
	}

	@Override
	public RedisConnection getConnection() {
		this.breaker.use();
		this.breaker.check();
		return super.getConnection();
	}

	@Override
	public RedisConnection getConnection(Duration commandTimeout) {
		this.breaker.use();
		return getObservingConnection(commandTimeout);
	}

	@Override
	public RedisConnection getObservingConnection(Duration commandTimeout) {
		this.breaker.check();
		COMMAND_TIMEOUT.set(commandTimeout);
		try {
			return super.getConnection();
		}
		finally {
			COMMAND_TIMEOUT.remove();
		}
	}

	@Override
	public RedisConnection getUnguardedConnection() {
		return super.getConnection();
	}

	@Override
	public DedicatedConnection connectDedicated(Endpoint.@Nullable Tcp address, Duration commandTimeout) {
		this.breaker.check();
		return DedicatedConnection.open(configurationOf(address), getClientConfiguration(), commandTimeout);
	}

	private RedisConfiguration configurationOf(Endpoint.@Nullable Tcp address) {
		if (address == null) {
			return this.configuration;
		}
		RedisStandaloneConfiguration other = new RedisStandaloneConfiguration(address.host(), address.port());
		other.setDatabase(getDatabase());
		if (this.configuration instanceof RedisConfiguration.WithAuthentication login) {
			other.setUsername(login.getUsername());
			other.setPassword(login.getPassword());
		}
		return other;
	}

	@Override
	protected LettuceConnection doCreateLettuceConnection(
			@Nullable StatefulRedisConnection<byte[], byte[]> sharedConnection,
			LettuceConnectionProvider connectionProvider, long timeout, int database) {
		Duration own = COMMAND_TIMEOUT.get();
		return new GuardedConnection(sharedConnection, connectionProvider, (own != null) ? own.toMillis() : timeout,
				database, this.outcomes);
	}

	@Override
	protected @Nullable StatefulRedisConnection<byte[], byte[]> getSharedConnection() {
		return this.shared.get(getShareNativeConnection(), super::getSharedConnection);
	}

	/**
	 * The beginning of {@code getReactiveConnection()}, whose type is not visible here.
	 */
	@Override
	protected @Nullable StatefulConnection<ByteBuffer, ByteBuffer> getSharedReactiveConnection() {
		this.breaker.use();
		this.breaker.check();
		return unguardedReactiveConnection();
	}

	private @Nullable StatefulConnection<ByteBuffer, ByteBuffer> unguardedReactiveConnection() {
		return this.sharedReactive.get(getShareNativeConnection(), super::getSharedReactiveConnection);
	}

	@Override
	public void resetConnection() {
		this.shared.forget();
		this.sharedReactive.forget();
		super.resetConnection();
		this.shared.forget();
		this.sharedReactive.forget();
	}

	/**
	 * Makes sure that the connections to a server that was away work again. A connection
	 * that survived is kept, because the server executes what was sent before in its
	 * order. Others are made anew, from the look-up of the name on.
	 * @param reason what was wrong last
	 * @throws org.springframework.dao.DataAccessException if the server is still away
	 */
	void mend(OutageReason reason) {
		try {
			if (!answers(pingTimeout())) {
				pingBySpareConnection();
				if (!answers(PING_OF_LIVING_SERVER)) {
					replaceConnections();
				}
			}
			if (reason == OutageReason.READ_ONLY) {
				requirePrimary();
			}
		}
		catch (RedisException ex) {
			throw new RedisConnectionFailureException("Unable to connect to the server again", ex);
		}
	}

	boolean isUsed() {
		return this.shared.isUsed() || this.sharedReactive.isUsed();
	}

	private boolean answers(Duration timeout) {
		return Stream.of(this.shared, this.sharedReactive)
			.filter(SharedConnection::isUsed)
			.allMatch((shared) -> shared.answers(timeout));
	}

	private void pingBySpareConnection() {
		if (!(getRequiredNativeClient() instanceof RedisClient client)) {
			return;
		}
		try (StatefulRedisConnection<byte[], byte[]> spare = client.connect(ByteArrayCodec.INSTANCE)) {
			spare.sync().ping();
		}
		catch (RedisCommandExecutionException ex) {
			ignoreIfForbidden(ex);
		}
	}

	private void replaceConnections() {
		this.shared.close();
		this.sharedReactive.close();
		boolean blocking = this.shared.isUsed();
		boolean reactive = this.sharedReactive.isUsed();
		resetConnection();
		if (blocking) {
			getSharedConnection();
		}
		if (reactive) {
			unguardedReactiveConnection();
		}
	}

	// A user that may not ask for the role learns it from the next refusal
	private void requirePrimary() {
		StatefulRedisConnection<byte[], byte[]> connection = getSharedConnection();
		if (connection == null) {
			return;
		}
		Object role = null;
		try {
			role = connection.sync().role().get(0);
		}
		catch (RedisCommandExecutionException ex) {
			ignoreIfForbidden(ex);
		}
		if (role instanceof byte[] bytes && !PRIMARY.equals(new String(bytes, StandardCharsets.US_ASCII))) {
			resetConnection();
			throw new RedisSystemException("READONLY The server is still a replica", null);
		}
	}

	// Who may not ask was answered as well
	private static void ignoreIfForbidden(RedisCommandExecutionException failure) {
		if (OutageReason.of(failure) != OutageReason.FORBIDDEN) {
			throw failure;
		}
	}

	private Duration pingTimeout() {
		Duration timeout = getClientConfiguration().getCommandTimeout();
		return (timeout.isZero() || timeout.compareTo(LONGEST_PING) > 0) ? LONGEST_PING : timeout;
	}

}
