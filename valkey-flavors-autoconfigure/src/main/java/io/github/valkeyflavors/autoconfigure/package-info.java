/**
 * The wiring of the trunk: environment, properties, declared topology, topology, router.
 */
@NullMarked
package io.github.valkeyflavors.autoconfigure;

import org.jspecify.annotations.NullMarked;
