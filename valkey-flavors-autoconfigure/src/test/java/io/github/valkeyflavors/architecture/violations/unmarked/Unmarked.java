package io.github.valkeyflavors.architecture.violations.unmarked;

/**
 * A class of a package that says nothing about null.
 */
public final class Unmarked {

}
