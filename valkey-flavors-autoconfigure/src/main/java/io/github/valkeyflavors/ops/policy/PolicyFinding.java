package io.github.valkeyflavors.ops.policy;

import java.util.Locale;

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
	 * Returns the finding in one line.
	 * @return everything that it says, for people
	 */
	public String sentence() {
		return sentence("flavor '%s'".formatted(this.flavor));
	}

	String sentence(String flavors) {
		return "Policy %s (%s) of %s at %s: found %s; needed: %s.%s".formatted(this.id,
				this.severity.name().toLowerCase(Locale.ROOT), flavors, this.server, this.found, this.needed,
				this.conf.isEmpty() ? "" : " Set: " + this.conf);
	}

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
