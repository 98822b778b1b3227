package io.github.valkeyflavors.ops.policy;

/**
 * Something about a server that does not suit a flavor.
 * <p>
 * Immutable and thread-safe.
 *
 * @param id what is wrong, one of few words with hyphens, for example
 * {@code eviction-policy}
 * @param severity how bad it is
 * @param flavor the name of the flavor
 * @param server the address of the server, without credentials
 * @param found what the server is like
 * @param needed what the flavor needs
 * @param conf the line of the server's configuration that mends it, empty if it is no
 * matter of that
 * @since 0.1.0
 */
public record PolicyFinding(String id, Severity severity, String flavor, String server, String found, String needed,
		String conf) {

	/**
	 * How bad a finding is.
	 *
	 * @since 0.1.0
	 */
	public enum Severity {

		/**
		 * Data can vanish.
		 */
		ERROR,

		/**
		 * It works, but not as it should.
		 */
		WARNING,

		/**
		 * Something to know: it could not be found out, for example.
		 */
		INFO

	}

}
