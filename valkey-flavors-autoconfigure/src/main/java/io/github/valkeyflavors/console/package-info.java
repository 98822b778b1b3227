/**
 * The console: a page that shows operators the servers behind the flavors and the job
 * queue, and lets them act. It stands above {@code ops} and {@code queue}, and nobody but
 * the wiring uses it.
 */
@NullMarked
package io.github.valkeyflavors.console;

import org.jspecify.annotations.NullMarked;
