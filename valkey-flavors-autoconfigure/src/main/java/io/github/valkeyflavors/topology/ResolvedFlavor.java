package io.github.valkeyflavors.topology;

import java.util.Map;

/**
 * A flavor with the endpoint that it resolved to and why.
 * <p>
 * Immutable and thread-safe.
 *
 * @param flavor the flavor
 * @param evicting whether its server may evict keys under memory pressure
 * @param endpoint where it lives
 * @param declared whether the flavor's own configuration says where it lives; otherwise
 * it fell back
 * @param origin the property, variable or bean that named the address, or {@code default}
 * @param origins what set each field of the endpoint, and where, by {@code host} (also of
 * a socket), {@code port}, {@code username}, {@code password}, {@code tls} and
 * {@code sslBundle}. Those that nobody set are left out
 * @since 0.1.0
 */
public record ResolvedFlavor(Flavor flavor, boolean evicting, Endpoint endpoint, boolean declared, String origin,
		Map<String, String> origins) {

	/**
	 * The origin of an address that nobody named.
	 */
	public static final String DEFAULT_ORIGIN = "default";

	/**
	 * Creates a flavor.
	 * @param flavor the flavor
	 * @param evicting whether its server may evict keys
	 * @param endpoint where it lives
	 * @param declared whether its own configuration says so
	 * @param origin what named the address
	 * @param origins what set each field of the endpoint
	 */
	public ResolvedFlavor {
		origins = Map.copyOf(origins);
	}

	/**
	 * Creates a flavor whose endpoint was given as a whole.
	 * @param flavor the flavor
	 * @param evicting whether its server may evict keys
	 * @param endpoint where it lives
	 * @param declared whether its own configuration says so
	 * @param origin what gave the endpoint
	 */
	public ResolvedFlavor(Flavor flavor, boolean evicting, Endpoint endpoint, boolean declared, String origin) {
		this(flavor, evicting, endpoint, declared, origin, Map.of());
	}

}
