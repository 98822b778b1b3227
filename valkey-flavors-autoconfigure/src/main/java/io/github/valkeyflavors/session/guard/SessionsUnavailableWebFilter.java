package io.github.valkeyflavors.session.guard;

import java.time.Duration;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers requests of a reactive application with 503 whose session is not available. It
 * looks at what happened to the session and not at what the application made of it.
 *
 * @since 0.1.0
 */
public final class SessionsUnavailableWebFilter implements WebFilter, Ordered {

	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 50;

	private final UnavailableAnswer answer;

	/**
	 * Creates the filter.
	 * @param retryAfter when clients should try again
	 */
	public SessionsUnavailableWebFilter(Duration retryAfter) {
		this.answer = new UnavailableAnswer(retryAfter);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		SessionUse use = new SessionUse();
		GuardedServerResponse response = new GuardedServerResponse(exchange.getRequest(), exchange.getResponse(), use,
				this.answer);
		return chain.filter(exchange.mutate().response(response).build())
			.onErrorResume((ex) -> !response.isCommitted() && (use.isFatal() || UnavailableAnswer.isDueTo(ex)),
					(ex) -> response.answer())
			.then(Mono.defer(() -> (use.isFatal() && !response.isCommitted()) ? response.answer() : Mono.empty()))
			.contextWrite((context) -> context.put(SessionUse.class, use));
	}

}
