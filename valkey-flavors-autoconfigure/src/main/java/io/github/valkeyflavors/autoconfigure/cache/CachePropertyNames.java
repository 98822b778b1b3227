package io.github.valkeyflavors.autoconfigure.cache;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The canonical names of properties, by which Boot finds where they were set.
 */
final class CachePropertyNames {

	static final String DEFAULTS = "valkey.cache";

	private CachePropertyNames() {
	}

	static String cache(String name) {
		return name.matches("[A-Za-z0-9_-]+")
				? ConfigurationPropertyName.adapt(DEFAULTS + ".caches." + name, '.').toString()
				: "%s.caches[%s]".formatted(DEFAULTS, name);
	}

}
