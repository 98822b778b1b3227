/**
 * The wiring of what operators see.
 */
@NullMarked
package io.github.valkeyflavors.autoconfigure.ops;

import org.jspecify.annotations.NullMarked;
