package io.github.valkeyflavors.architecture.violations.autoconfigure;

/**
 * Something that only Boot may know.
 */
public final class Wiring {

}
