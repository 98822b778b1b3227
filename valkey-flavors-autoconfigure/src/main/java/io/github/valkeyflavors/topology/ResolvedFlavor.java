package io.github.valkeyflavors.topology;

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
 * @since 0.1.0
 */
public record ResolvedFlavor(Flavor flavor, boolean evicting, Endpoint endpoint, boolean declared, String origin) {

	/**
	 * The origin of an address that nobody named.
	 */
	public static final String DEFAULT_ORIGIN = "default";

}
