package io.github.valkeyflavors.architecture.violations.console;

/**
 * The page of a console.
 */
public record Page() {

}
