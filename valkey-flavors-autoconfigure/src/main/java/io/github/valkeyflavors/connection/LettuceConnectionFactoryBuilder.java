package io.github.valkeyflavors.connection;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.IOUringProvider;
import io.lettuce.core.resource.KqueueProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.valkeyflavors.topology.Endpoint;
import io.github.valkeyflavors.topology.InvalidTopologyException;
import io.github.valkeyflavors.topology.LogicalDatabase;
import io.github.valkeyflavors.topology.ResolvedFlavor;

/**
 * Builds the connection factory of one logical database. Nothing connects before the
 * factory is asked for a connection, and while the server is away commands are rejected
 * at once instead of being queued. All factories of a flavor share its breaker.
 * <p>
 * Thread-safe. The caller starts and stops the factories; they leave the client resources
 * open.
 *
 * @since 0.1.0
 */
public final class LettuceConnectionFactoryBuilder {

	private final FlavorClientResources resources;

	private final FlavorBreakers breakers;

	private final Function<LogicalDatabase, LettuceClientConfigurationBuilder> configurations;

	private final Function<ResolvedFlavor, @Nullable SslOptions> sslOptions;

	private final Consumer<ClientOptions.Builder> optionsCustomizer;

	private final List<FlavorClientConfigurationBuilderCustomizer> customizers;

	/**
	 * Creates the builder.
	 * @param resources the client resources of each flavor
	 * @param breakers the breakers of the flavors
	 * @param configurations gives an empty client configuration for a database, pooling
	 * or not
	 * @param sslOptions gives the key and trust material of a flavor with TLS, or
	 * {@code null} for the system's default
	 * @param optionsCustomizer changes the client options of every flavor
	 * @param customizers change the client configuration, in order
	 */
	public LettuceConnectionFactoryBuilder(FlavorClientResources resources, FlavorBreakers breakers,
			Function<LogicalDatabase, LettuceClientConfigurationBuilder> configurations,
			Function<ResolvedFlavor, @Nullable SslOptions> sslOptions,
			Consumer<ClientOptions.Builder> optionsCustomizer,
			List<FlavorClientConfigurationBuilderCustomizer> customizers) {
		this.resources = resources;
		this.breakers = breakers;
		this.configurations = configurations;
		this.sslOptions = sslOptions;
		this.optionsCustomizer = optionsCustomizer;
		this.customizers = List.copyOf(customizers);
	}

	/**
	 * Builds the factory of a logical database.
	 * @param database the logical database
	 * @param flavor what its flavor resolved to
	 * @param settings how the client behaves
	 * @return a factory that has not been initialized, with
	 * {@link io.github.valkeyflavors.outage.GuardedConnections}
	 * @throws InvalidTopologyException if the flavor lives on a Unix domain socket and
	 * netty's native transport is missing
	 */
	public LettuceConnectionFactory build(LogicalDatabase database, ResolvedFlavor flavor, ClientSettings settings) {
		LettuceClientConfigurationBuilder builder = this.configurations.apply(database);
		Endpoint endpoint = flavor.endpoint();
		checkTransport(flavor);
		if (endpoint.tls()) {
			builder.useSsl();
		}
		builder.commandTimeout(settings.commandTimeout());
		builder.shutdownTimeout(settings.shutdownTimeout());
		if (settings.clientName() != null) {
			builder.clientName(settings.clientName());
		}
		builder.clientOptions(clientOptions(flavor, settings));
		builder.clientResources(this.resources.of(flavor));
		this.customizers.forEach((customizer) -> customizer.customize(database, builder));
		GuardedConnectionFactory factory = new GuardedConnectionFactory(redisConfiguration(endpoint, database),
				builder.build(), this.breakers.of(flavor, settings));
		this.breakers.add(flavor, factory);
		return factory;
	}

	private static void checkTransport(ResolvedFlavor flavor) {
		if (flavor.endpoint().address() instanceof Endpoint.Socket && !EpollProvider.isAvailable()
				&& !KqueueProvider.isAvailable() && !IOUringProvider.isAvailable()) {
			throw new InvalidTopologyException(
					"Flavor '%s' lives at '%s' (by %s), but netty's native transport is missing"
						.formatted(flavor.flavor(), flavor.endpoint(), flavor.origin()),
					"Add the dependency 'io.netty:netty-transport-native-epoll' with the classifier of your "
							+ "platform, for example linux-x86_64, or use a host and port.");
		}
	}

	private ClientOptions clientOptions(ResolvedFlavor flavor, ClientSettings settings) {
		ClientOptions.Builder options = ClientOptions.builder()
			.socketOptions(SocketOptions.builder().connectTimeout(settings.connectTimeout()).keepAlive(true).build())
			.timeoutOptions(TimeoutOptions.enabled())
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
		SslOptions ssl = flavor.endpoint().tls() ? this.sslOptions.apply(flavor) : null;
		if (flavor.endpoint().tls()) {
			SslOptions.Builder builder = (ssl != null) ? ssl.mutate() : SslOptions.builder();
			options.sslOptions(builder.handshakeTimeout(settings.connectTimeout()).build());
		}
		this.optionsCustomizer.accept(options);
		return options.build();
	}

	private static RedisConfiguration redisConfiguration(Endpoint endpoint, LogicalDatabase database) {
		if (endpoint.address() instanceof Endpoint.Tcp tcp) {
			RedisStandaloneConfiguration standalone = new RedisStandaloneConfiguration(tcp.host(), tcp.port());
			standalone.setDatabase(database.index());
			standalone.setUsername(endpoint.username());
			standalone.setPassword(RedisPassword.of(endpoint.password()));
			return standalone;
		}
		RedisSocketConfiguration socket = new RedisSocketConfiguration(((Endpoint.Socket) endpoint.address()).path());
		socket.setDatabase(database.index());
		socket.setUsername(endpoint.username());
		socket.setPassword(RedisPassword.of(endpoint.password()));
		return socket;
	}

}
