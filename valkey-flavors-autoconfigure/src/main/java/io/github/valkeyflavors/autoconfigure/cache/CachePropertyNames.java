package io.github.valkeyflavors.autoconfigure.cache;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The names of properties as they are written, for people.
 */
final class CachePropertyNames {

	static final String DEFAULTS = "valkey.cache";

	private CachePropertyNames() {
	}

	static String cache(String name) {
		String property = DEFAULTS + ".caches." + name;
		return (ConfigurationPropertyName.isValid(property) && name.indexOf('.') < 0) ? property
				: "%s.caches[%s]".formatted(DEFAULTS, name);
	}

}
