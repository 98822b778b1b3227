/**
 * The wiring of Spring Session.
 */
@NullMarked
package io.github.valkeyflavors.autoconfigure.session;

import org.jspecify.annotations.NullMarked;
