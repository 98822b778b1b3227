/**
 * Local servers for development, one process per flavor, each with the configuration file
 * that is also deployed.
 */
@NullMarked
package io.github.valkeyflavors.devserver;

import org.jspecify.annotations.NullMarked;
