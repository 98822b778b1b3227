/**
 * What fills a server.
 */
@NullMarked
package io.github.valkeyflavors.ops.memory;

import org.jspecify.annotations.NullMarked;
