/**
 * Failure analyses: what is wrong with the configuration and what to write instead.
 */
@NullMarked
package io.github.valkeyflavors.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
