package io.github.valkeyflavors.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an application's configuration says about flavors and logical databases, before it
 * is checked and completed by a {@link TopologyResolver}.
 * <p>
 * Immutable and thread-safe. Lists of endpoints are ordered by precedence, strongest
 * source first.
 *
 * @param flavors the declared flavors by name
 * @param fallback the sources that say where a flavor lives that does not say so itself
 * @param databases the declared logical databases by name, without the defaults
 * @param primaryDatabase the name of the unqualified logical database
 * @param primaryIndex the index of the unqualified logical database where no name is
 * declared
 * @since 0.1.0
 */
public record DeclaredTopology(Map<String, DeclaredFlavor> flavors, List<DeclaredEndpoint> fallback,
		Map<String, DeclaredDatabase> databases, @Nullable Value primaryDatabase, @Nullable Value primaryIndex) {

	/**
	 * Creates the value.
	 * @param flavors the declared flavors
	 * @param fallback the fallback endpoints
	 * @param databases the declared databases
	 * @param primaryDatabase the name of the unqualified database
	 * @param primaryIndex the index of the unqualified database
	 */
	public DeclaredTopology {
		flavors = Collections.unmodifiableMap(new LinkedHashMap<>(flavors));
		fallback = List.copyOf(fallback);
		databases = Collections.unmodifiableMap(new LinkedHashMap<>(databases));
	}

	/**
	 * Returns whether the configuration says where any server is.
	 * @return whether there is a URL, host or port anywhere
	 */
	public boolean hasAddress() {
		return this.fallback.stream().anyMatch(DeclaredEndpoint::hasAddress) || this.flavors.values()
			.stream()
			.flatMap((flavor) -> flavor.endpoints().stream())
			.anyMatch(DeclaredEndpoint::hasAddress);
	}

	/**
	 * A declared value with the place that it came from.
	 *
	 * @param name the property or variable, for example {@code REDIS_CACHE_PORT}
	 * @param text the value
	 * @param origin where it was set, for people
	 * @since 0.1.0
	 */
	public record Value(String name, String text, String origin) {

		/**
		 * Returns the value as a boolean, in the spellings that Spring knows.
		 * @return whether it is {@code true}, {@code on}, {@code yes} or {@code 1}
		 * @throws InvalidTopologyException if it is none of these and none of
		 * {@code false}, {@code off}, {@code no} and {@code 0}
		 */
		public boolean toBoolean() {
			return switch (this.text.toLowerCase(Locale.ROOT)) {
				case "true", "on", "yes", "1" -> true;
				case "false", "off", "no", "0" -> false;
				default -> throw InvalidTopologyException.of(this, "this is neither true nor false",
						"Set '%s' to true or false.".formatted(this.name));
			};
		}

		/**
		 * Returns what set the value and where, without the value.
		 * @return for example
		 * {@code valkey.host (class path resource [application.yaml] - 2:9)}
		 */
		public String describe() {
			return "%s (%s)".formatted(this.name, this.origin);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * A declared flavor.
	 *
	 * @param endpoints what each source says about its endpoint, strongest first
	 * @param evicting whether its server may evict keys, or {@code null} if not said
	 * @since 0.1.0
	 */
	public record DeclaredFlavor(List<DeclaredEndpoint> endpoints, @Nullable Boolean evicting) {

		/**
		 * Creates the value.
		 * @param endpoints the endpoints
		 * @param evicting whether its server may evict
		 */
		public DeclaredFlavor {
			endpoints = List.copyOf(endpoints);
		}

	}

	/**
	 * A declared logical database.
	 *
	 * @param index the index
	 * @param flavor the name of the flavor
	 * @since 0.1.0
	 */
	public record DeclaredDatabase(@Nullable Value index, @Nullable Value flavor) {

	}

}
