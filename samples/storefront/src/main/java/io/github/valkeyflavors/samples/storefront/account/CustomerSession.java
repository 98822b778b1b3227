package io.github.valkeyflavors.samples.storefront.account;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;

import io.github.valkeyflavors.session.guard.AvailableSession;

/**
 * The session of a request: it holds the customer's name and nothing else, and exists
 * only between login and logout.
 */
final class CustomerSession {

	/**
	 * The attribute that Spring Session takes the user of a session from. Using it for
	 * the name keeps the session at one attribute, and lets an indexed repository find
	 * all sessions of a user.
	 */
	static final String NAME = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

	private final HttpServletRequest request;

	CustomerSession(HttpServletRequest request) {
		this.request = request;
	}

	void open(Customer customer) {
		if (this.request.getSession(false) != null) {
			// An id that was known before the login must not be worth anything after it
			this.request.changeSessionId();
		}
		this.request.getSession().setAttribute(NAME, customer.name());
	}

	@Nullable Customer customer() {
		return customer(this.request.getSession(false));
	}

	/**
	 * The customer, or nobody while the server of the sessions is away.
	 */
	@Nullable Customer customerIfAvailable() {
		return customer(AvailableSession.find(this.request));
	}

	private static @Nullable Customer customer(@Nullable HttpSession session) {
		return (session != null && session.getAttribute(NAME) instanceof String name) ? new Customer(name) : null;
	}

	void close() {
		HttpSession session = this.request.getSession(false);
		if (session != null) {
			session.invalidate();
		}
	}

}
