package io.github.valkeyflavors.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

import io.github.valkeyflavors.autoconfigure.ValkeyProperties.Ssl;

/**
 * What an application can configure of one flavor.
 *
 * @param url URL of the flavor's server, such as redis://user:password@example.com:6379;
 * excludes host and port
 * @param host host of the flavor's server
 * @param port port of the flavor's server
 * @param username user name to log in with
 * @param password password to log in with
 * @param ssl TLS of the connection
 * @param evicting whether the server of a flavor of your own may evict keys under memory
 * pressure
 * @param connectTimeout how long to wait for a connection
 * @param commandTimeout how long to wait for the answer to a command
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
