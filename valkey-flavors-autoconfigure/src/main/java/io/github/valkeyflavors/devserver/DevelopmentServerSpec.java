package io.github.valkeyflavors.devserver;

import org.springframework.util.Assert;

/**
 * One development server to start.
 *
 * @param flavor the name of the flavor that the server is for, such as {@code cache} or
 * {@code locks}
 * @param policy the policy that the server runs with
 * @since 0.1.0
 */
public record DevelopmentServerSpec(String flavor, ServerPolicy policy) {

	/**
	 * Creates a specification.
	 * @param flavor the name of the flavor
	 * @param policy the policy of the server
	 * @throws IllegalArgumentException if the flavor is not a plain name of letters,
	 * digits and dashes: it also names the server's folder
	 */
	public DevelopmentServerSpec {
		Assert.isTrue(flavor.matches("[A-Za-z0-9-]+"),
				() -> "Flavor '%s' must be letters, digits and dashes".formatted(flavor));
	}

}
