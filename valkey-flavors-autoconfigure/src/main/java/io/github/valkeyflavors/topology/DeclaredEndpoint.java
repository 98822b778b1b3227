package io.github.valkeyflavors.topology;

import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.topology.DeclaredTopology.Value;

/**
 * What one source of configuration (a file, the environment) says about an endpoint, as
 * text that has not been checked.
 * <p>
 * Immutable and thread-safe.
 *
 * @param url the URL, which names the whole address
 * @param host the host name or IP address
 * @param port the port
 * @param username the user
 * @param password the password
 * @param sslEnabled whether to use TLS: {@code true} or {@code false}
 * @param sslBundle the name of an SSL bundle
 * @since 0.1.0
 */
public record DeclaredEndpoint(@Nullable Value url, @Nullable Value host, @Nullable Value port,
		@Nullable Value username, @Nullable Value password, @Nullable Value sslEnabled, @Nullable Value sslBundle) {

	/**
	 * Returns whether anything of an address is declared: a URL, host or port.
	 * @return whether this source says where the server is
	 */
	public boolean hasAddress() {
		return this.url != null || this.host != null || this.port != null;
	}

	Stream<Value> values() {
		return Stream.of(this.url, this.host, this.port, this.username, this.password, this.sslEnabled, this.sslBundle)
			.filter(Objects::nonNull);
	}

}
