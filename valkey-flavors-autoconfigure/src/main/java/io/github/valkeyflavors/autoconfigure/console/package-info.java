/**
 * The wiring of the console.
 */
@NullMarked
package io.github.valkeyflavors.autoconfigure.console;

import org.jspecify.annotations.NullMarked;
