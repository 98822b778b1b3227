package io.github.valkeyflavors.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

import io.github.valkeyflavors.autoconfigure.ValkeyProperties.Ssl;

/**
 * What an application can configure of one flavor.
 *
 * @param url URL of the flavor's server, such as redis://user:password@example.com:6379.
 * Excludes host and port.
 * @param host Host of the flavor's server.
 * @param port Port of the flavor's server.
 * @param username User name to log in with.
 * @param password Password to log in with.
 * @param ssl TLS of the connection.
 * @param evicting Whether the server of a flavor of your own may evict keys under memory
 * pressure.
 * @param connectTimeout Time to wait for a connection. Defaults to 1s.
 * @param commandTimeout Time to wait for the answer to a command. Defaults to 200ms for
 * an evicting flavor, 5s for the queue and 1s for others.
 * @since 0.1.0
 */
public record FlavorProperties(@Nullable String url, @Nullable String host, @Nullable Integer port,
		@Nullable String username, @Nullable String password, @NestedConfigurationProperty @Nullable Ssl ssl,
		@Nullable Boolean evicting, @Nullable Duration connectTimeout, @Nullable Duration commandTimeout) {

	/**
	 * Leaves out the URL and the password.
	 */
	@Override
	public String toString() {
		return "FlavorProperties[host=%s, port=%s]".formatted(this.host, this.port);
	}

}
