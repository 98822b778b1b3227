package io.github.valkeyflavors.architecture.violations.queue.admin;

import io.github.valkeyflavors.architecture.violations.console.Page;

/**
 * An administration that knows who shows it.
 */
public record UsesConsole(Page page) {

}
