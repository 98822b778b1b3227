package io.github.valkeyflavors.json;

import java.net.URI;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.regex.Pattern;

import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * The types that may be named in stored JSON: those of the application's packages and the
 * plain values and collections of the JDK. Anything else is refused before it is
 * instantiated, so that who can write to the server cannot run code in the application.
 * <p>
 * Immutable and thread-safe.
 *
 * @param prefixes what the name of an allowed type starts with: a package, or a full name
 * @since 0.1.0
 */
public record AllowedTypes(List<String> prefixes) {

	private static final List<Class<?>> VALUES = List.of(UUID.class, Date.class, Calendar.class, Locale.class,
			Currency.class, TimeZone.class, Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class,
			Character.class, Boolean.class, String.class);

	private static final Set<String> PLAIN_PACKAGES = Set.of("java.lang", "java.math", "java.net", "java.sql",
			"java.time", "java.util", "java.util.concurrent", "java.util.concurrent.atomic");

	private static final Pattern NAME = Pattern
		.compile("[\\p{L}_][\\p{L}\\p{N}_$]*(\\.[\\p{L}_][\\p{L}\\p{N}_$]*)*\\.?");

	/**
	 * Creates the list.
	 * @param prefixes the prefixes
	 * @throws IllegalArgumentException if a prefix is not the name of a package or class:
	 * an empty one would allow every type, one with a wildcard would allow none
	 */
	public AllowedTypes {
		prefixes = List.copyOf(prefixes);
		for (String prefix : prefixes) {
			if (!NAME.matcher(prefix).matches()) {
				throw new IllegalArgumentException("'%s' is not the name of a package or class".formatted(prefix));
			}
		}
	}

	/**
	 * Returns a validator builder that allows these types.
	 * @return a new builder, to which more can be added
	 */
	public BasicPolymorphicTypeValidator.Builder validator() {
		BasicPolymorphicTypeValidator.Builder builder = BasicPolymorphicTypeValidator.builder();
		this.prefixes.forEach((prefix) -> builder.allowIfSubType((context, type) -> matches(prefix, type.getName())));
		return builder.allowIfSubType((context, type) -> isPlain(type)).allowIfSubTypeIsArray();
	}

	/**
	 * Tells by its name alone, before a class is loaded, whether a type and all of its
	 * type arguments can be allowed.
	 */
	boolean canBeAllowed(String canonicalName) {
		String names = canonicalName.startsWith("[") ? canonicalName.replaceFirst("\\[+L?", "") : canonicalName;
		return Arrays.stream(names.split("[<>,;\\[\\]\\s]+"))
			.filter((name) -> name.length() > 1)
			.allMatch(this::canNameBeAllowed);
	}

	private boolean canNameBeAllowed(String name) {
		String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
		return PLAIN_PACKAGES.contains(packageName)
				|| this.prefixes.stream().anyMatch((prefix) -> matches(prefix, name));
	}

	private static boolean matches(String prefix, String name) {
		return name.startsWith(prefix) && (name.length() == prefix.length() || prefix.endsWith(".")
				|| ".$".indexOf(name.charAt(prefix.length())) >= 0);
	}

	private static boolean isPlain(Class<?> type) {
		return switch (type.getPackageName()) {
			case "java.time", "java.math", "java.util.concurrent.atomic" -> true;
			case "java.net" -> type == URI.class;
			case "java.sql" -> Date.class.isAssignableFrom(type);
			case "java.lang" -> Number.class.isAssignableFrom(type) || VALUES.contains(type) || type == Object.class;
			case "java.util", "java.util.concurrent" ->
				Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)
						|| VALUES.stream().anyMatch((value) -> value.isAssignableFrom(type));
			default -> false;
		};
	}

}
