package io.github.valkeyflavors.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The built-in flavors by name. Never bound: the annotation processor reads it, so that
 * an editor completes the keys below a flavor, which it cannot do for those of a map.
 *
 * @param cache Flavor of caches: entries may be evicted.
 * @param sessions Flavor of sessions: nothing may be evicted.
 * @param queue Flavor of jobs: nothing may be evicted or forgotten.
 */
@ConfigurationProperties("valkey.flavors")
record BuiltInFlavorsProperties(@NestedConfigurationProperty @Nullable FlavorProperties cache,
		@NestedConfigurationProperty @Nullable FlavorProperties sessions,
		@NestedConfigurationProperty @Nullable FlavorProperties queue) {

}
