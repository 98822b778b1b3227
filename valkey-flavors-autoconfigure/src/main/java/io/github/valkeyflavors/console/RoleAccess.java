package io.github.valkeyflavors.console;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * Lets in who has a role, by Spring Security. Whoever is not logged in is sent to the
 * login of the application, and who has no role gets its 403: both by the filter chain
 * that the request went through. Where no chain covers the console, somebody else
 * decides.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class RoleAccess implements ConsoleAccess {

	private final Supplier<List<SecurityFilterChain>> chains;

	private final String viewerRole;

	private final String operatorRole;

	private final ConsoleAccess uncovered;

	/**
	 * Creates the rule.
	 * @param chains the filter chains of the application
	 * @param viewerRole the role of who may look, without the prefix {@code ROLE_}
	 * @param operatorRole the role of who may act, too
	 * @param uncovered decides about requests that no chain covers
	 */
	public RoleAccess(Supplier<List<SecurityFilterChain>> chains, String viewerRole, String operatorRole,
			ConsoleAccess uncovered) {
		this.chains = chains;
		this.viewerRole = viewerRole;
		this.operatorRole = operatorRole;
		this.uncovered = uncovered;
	}

	@Override
	public ConsoleVisitor admit(HttpServletRequest request) {
		if (this.chains.get().stream().noneMatch((chain) -> chain.matches(request))) {
			return this.uncovered.admit(request);
		}
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication == null) {
			// Nobody would translate the exception
			throw new ConsoleProblem(403, "Spring Security was told to ignore this address, so nobody is known here.");
		}
		boolean operator = request.isUserInRole(this.operatorRole);
		if (!operator && !request.isUserInRole(this.viewerRole)) {
			throw new AccessDeniedException(
					"The console needs the role '%s' or '%s'".formatted(this.viewerRole, this.operatorRole));
		}
		return new ConsoleVisitor(authentication.getName(), operator, () -> headers(request));
	}

	private static Map<String, String> headers(HttpServletRequest request) {
		return (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token)
				? Map.of(token.getHeaderName(), token.getToken()) : Map.of();
	}

}
