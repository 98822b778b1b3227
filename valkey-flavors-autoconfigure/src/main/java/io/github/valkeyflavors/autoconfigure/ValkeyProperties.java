package io.github.valkeyflavors.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application can configure of its topology: the fallback for flavors that do not
 * say where they live, the flavors and the logical databases.
 *
 * @param enabled Whether cache, sessions and queue are routed to the servers of their
 * flavors.
 * @param url URL of the server that flavors fall back to, such as
 * redis://user:password@example.com:6379. Excludes host and port.
 * @param host Host of the server that flavors fall back to. Defaults to localhost.
 * @param port Port of the server that flavors fall back to. Defaults to 6379.
 * @param username User name of every flavor that does not set its own.
 * @param password Password of every flavor that does not set its own.
 * @param ssl TLS of every flavor that does not set its own.
 * @param connectTimeout Time that every flavor that does not set its own waits for a
 * connection.
 * @param commandTimeout Time that every flavor that does not set its own waits for the
 * answer to a command.
 * @param primaryDatabase Name of the logical database that unqualified connection
 * factories and templates use. Defaults to the one whose index is
 * spring.data.redis.database.
 * @param policyCheck What happens when the settings of a server do not suit its flavors:
 * report it, fail the start where data can vanish, or off.
 * @param breaker Circuit breaker that each flavor has of its own.
 * @param flavors Flavors by name, with the servers that they live on.
 * @param databases Logical databases by name, in addition to the default ones or
 * overriding them.
 * @since 0.1.0
 */
@ConfigurationProperties("valkey")
public record ValkeyProperties(@DefaultValue("true") boolean enabled, @Nullable String url, @Nullable String host,
		@Nullable Integer port, @Nullable String username, @Nullable String password, @Nullable Ssl ssl,
		@Nullable Duration connectTimeout, @Nullable Duration commandTimeout, @Nullable String primaryDatabase,
		@DefaultValue("report") PolicyCheck policyCheck, @DefaultValue Breaker breaker,
		@DefaultValue Map<String, FlavorProperties> flavors, @DefaultValue Map<String, DatabaseProperties> databases) {

	/**
	 * Leaves out the URL and the password.
	 */
	@Override
	public String toString() {
		return "ValkeyProperties[enabled=%s, host=%s, port=%s, flavors=%s, databases=%s]".formatted(this.enabled,
				this.host, this.port, this.flavors, this.databases);
	}

	/**
	 * TLS of a connection.
	 *
	 * @param enabled Whether to use TLS. On by itself when a bundle is named.
	 * @param bundle Name of the SSL bundle with the keys and certificates to use.
	 * @since 0.1.0
	 */
	public record Ssl(@Nullable Boolean enabled, @Nullable String bundle) {

	}

	/**
	 * When the breaker of a flavor opens.
	 *
	 * @param enabled Whether a flavor whose server fails is not asked any more until it
	 * answers a probe.
	 * @param window Number of last commands that count.
	 * @param minimumCommands Number of commands that are needed to tell.
	 * @param failureRate Percentage of commands that failed from which the breaker opens.
	 * @param slowRate Percentage of slow commands from which the breaker opens.
	 * @param slowAfter Time after which a command is slow. Defaults to half of the
	 * flavor's command timeout.
	 * @param probeInterval Longest time between two probes of a server that is away.
	 * @since 0.1.0
	 */
	public record Breaker(@DefaultValue("true") boolean enabled, @DefaultValue("20") int window,
			@DefaultValue("5") int minimumCommands, @DefaultValue("50") float failureRate,
			@DefaultValue("80") float slowRate, @Nullable Duration slowAfter,
			@DefaultValue("500ms") Duration probeInterval) {

	}

	/**
	 * A logical database.
	 *
	 * @param index Database index on the server, 0 to 15.
	 * @param flavor Name of the flavor that the database belongs to.
	 * @since 0.1.0
	 */
	public record DatabaseProperties(@Nullable Integer index, @Nullable String flavor) {

	}

}
