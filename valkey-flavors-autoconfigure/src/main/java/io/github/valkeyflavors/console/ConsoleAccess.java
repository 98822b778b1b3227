package io.github.valkeyflavors.console;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Decides who sees the console and who may act. Asked at each request, before anything is
 * read or done.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface ConsoleAccess {

	/**
	 * Lets a visitor in, or not.
	 * @param request what the visitor asks for
	 * @return the visitor
	 * @throws ConsoleProblem if the visitor may see nothing. Other exceptions reach the
	 * filters around the console
	 */
	ConsoleVisitor admit(HttpServletRequest request);

}
