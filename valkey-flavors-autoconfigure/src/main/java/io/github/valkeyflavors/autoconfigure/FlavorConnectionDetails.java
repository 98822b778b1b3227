package io.github.valkeyflavors.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Says where one flavor lives, for example in a test's container. A bean of this type
 * wins over every property and variable for the address, credentials and TLS of its
 * flavor.
 *
 * @since 0.1.0
 */
public interface FlavorConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the flavor that these details are for.
	 * @return the name of the flavor, for example {@code cache}
	 */
	String getFlavor();

	/**
	 * Returns the host of the server.
	 * @return a host name or IP address
	 */
	String getHost();

	/**
	 * Returns the port of the server.
	 * @return the port, 1 to 65535
	 */
	int getPort();

	/**
	 * Returns the user to log in as.
	 * @return the user name, or {@code null} for the server's default user
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Returns the password to log in with.
	 * @return the password, or {@code null} for none
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * Returns the SSL bundle to connect with.
	 * @return the bundle, or {@code null} for a connection without TLS
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
