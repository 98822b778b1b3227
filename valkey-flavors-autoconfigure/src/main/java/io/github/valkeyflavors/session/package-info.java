/**
 * What Spring Session on the sessions flavor adds to Spring Session itself.
 */
@NullMarked
package io.github.valkeyflavors.session;

import org.jspecify.annotations.NullMarked;
