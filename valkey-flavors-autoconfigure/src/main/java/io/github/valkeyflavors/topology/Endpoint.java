package io.github.valkeyflavors.topology;

import org.jspecify.annotations.Nullable;

/**
 * Where a flavor lives: an address with credentials and TLS.
 * <p>
 * Immutable and thread-safe. {@link #toString()} never shows the password.
 *
 * @param address the address
 * @param username the user to log in as, or {@code null} for the server's default user
 * @param password the password, or {@code null} for none
 * @param tls whether the connection is encrypted
 * @param sslBundle the name of the SSL bundle to encrypt with, or {@code null} for the
 * system's default trust store
 * @since 0.1.0
 */
public record Endpoint(Address address, @Nullable String username, @Nullable String password, boolean tls,
		@Nullable String sslBundle) {

	/**
	 * The port that Valkey and Redis listen on unless told otherwise.
	 */
	public static final int DEFAULT_PORT = 6379;

	/**
	 * Returns whether another endpoint is the same server, however it is logged in to.
	 * @param other the other endpoint
	 * @return whether both have the same address
	 */
	public boolean isSameServerAs(Endpoint other) {
		return this.address.equals(other.address);
	}

	@Override
	public String toString() {
		if (this.address instanceof Socket socket) {
			return "unix://" + credentials() + socket.path();
		}
		return (this.tls ? "rediss://" : "redis://") + credentials() + this.address;
	}

	private String credentials() {
		if (this.username == null && this.password == null) {
			return "";
		}
		return ((this.username != null) ? this.username : "") + ((this.password != null) ? ":***" : "") + "@";
	}

	/**
	 * An address of a server.
	 *
	 * @since 0.1.0
	 */
	public sealed interface Address permits Tcp, Socket {

	}

	/**
	 * A host and port.
	 *
	 * @param host the host name or IP address; IPv6 without brackets
	 * @param port the port, 1 to 65535
	 * @since 0.1.0
	 */
	public record Tcp(String host, int port) implements Address {

		@Override
		public String toString() {
			return (this.host.contains(":") ? "[" + this.host + "]" : this.host) + ":" + this.port;
		}

	}

	/**
	 * A Unix domain socket.
	 *
	 * @param path the absolute path of the socket
	 * @since 0.1.0
	 */
	public record Socket(String path) implements Address {

		@Override
		public String toString() {
			return this.path;
		}

	}

}
