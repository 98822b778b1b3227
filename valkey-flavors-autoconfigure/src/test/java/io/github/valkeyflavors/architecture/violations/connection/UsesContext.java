package io.github.valkeyflavors.architecture.violations.connection;

import org.springframework.context.ApplicationContext;

/**
 * A connection that uses the application context.
 */
public record UsesContext(ApplicationContext context) {

}
