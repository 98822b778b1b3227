/**
 * The wiring of Spring Cache.
 */
@NullMarked
package io.github.valkeyflavors.autoconfigure.cache;

import org.jspecify.annotations.NullMarked;
