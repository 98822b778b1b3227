/**
 * The wiring of the development servers.
 */
@NullMarked
package io.github.valkeyflavors.autoconfigure.devserver;

import org.jspecify.annotations.NullMarked;
