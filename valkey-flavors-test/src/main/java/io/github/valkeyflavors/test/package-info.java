/**
 * A job queue without a server, for the tests of applications.
 */
@NullMarked
package io.github.valkeyflavors.test;

import org.jspecify.annotations.NullMarked;
