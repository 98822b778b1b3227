package io.github.valkeyflavors.console;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Somebody who may see the console.
 * <p>
 * Thread-safe if the supplier is.
 *
 * @param name the name of the user, for the page and for the log
 * @param operator whether the visitor may act, and not only look
 * @param headers the headers by which the application knows that a change is asked for by
 * its own page, such as that of a CSRF token; asked for only where the page needs them
 * @since 0.1.0
 */
public record ConsoleVisitor(String name, boolean operator, Supplier<Map<String, String>> headers) {

}
