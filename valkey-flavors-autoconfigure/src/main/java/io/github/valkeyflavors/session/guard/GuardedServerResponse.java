package io.github.valkeyflavors.session.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A response that becomes a 503, whatever the application writes, once the request has
 * missed its session.
 */
final class GuardedServerResponse extends ServerHttpResponseDecorator {

	private static final Log logger = LogFactory.getLog(GuardedServerResponse.class);

	private final ServerHttpRequest request;

	private final SessionUse use;

	private final UnavailableAnswer answer;

	GuardedServerResponse(ServerHttpRequest request, ServerHttpResponse response, SessionUse use,
			UnavailableAnswer answer) {
		super(response);
		this.request = request;
		this.use = use;
		this.answer = answer;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		if (body instanceof Mono<? extends DataBuffer> single) {
			return unlessMissed(() -> super.writeWith(single),
					single.doOnNext(DataBufferUtils::release).then().onErrorComplete());
		}
		return unlessMissed(() -> super.writeWith(untilMissed(body, DataBufferUtils::release)), Mono.empty());
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return unlessMissed(() -> super.writeAndFlushWith(untilMissed(body, (part) -> {
		})), Mono.empty());
	}

	@Override
	public Mono<Void> setComplete() {
		return unlessMissed(super::setComplete, Mono.empty());
	}

	/**
	 * Writes what the application wants, unless the session was missed before, or is
	 * missed now, when it is saved.
	 * @param discard drops what the application has made already. A stream has made
	 * nothing before somebody subscribes to it, and may never end
	 */
	private Mono<Void> unlessMissed(Supplier<Mono<Void>> write, Mono<Void> discard) {
		return Mono.defer(() -> {
			if (isMissed()) {
				return discard.then(answer());
			}
			if (!isCommitted()) {
				getDelegate().beforeCommit(() -> Mono.fromRunnable(this::leave));
			}
			return write.get().onErrorResume((ex) -> isMissed(), (ex) -> answer());
		});
	}

	/**
	 * Ends a stream that has missed the session before its first part.
	 */
	private <T> Flux<T> untilMissed(Publisher<T> body, Consumer<? super T> discard) {
		return Flux.from(body).doOnNext((part) -> {
			if (isMissed()) {
				discard.accept(part);
				throw missed();
			}
		});
	}

	/**
	 * The session is saved, and the status will be sent.
	 */
	private void leave() {
		if (this.use.isFatal()) {
			throw missed();
		}
		this.use.answered();
	}

	private static IllegalStateException missed() {
		return new IllegalStateException("The request has missed its session");
	}

	private boolean isMissed() {
		return this.use.isFatal() && !isCommitted();
	}

	/**
	 * Answers with 503 if that is still possible.
	 */
	Mono<Void> answer() {
		return Mono.defer(() -> {
			if (isCommitted()) {
				logger.warn("The answer to %s %s had left when its session could not be saved"
					.formatted(this.request.getMethod(), this.request.getPath().value()));
				return Mono.empty();
			}
			// The session is tried once more before the first attempt leaves, and fails
			return attempt().onErrorResume((ex) -> !isCommitted(), (ex) -> attempt());
		});
	}

	private Mono<Void> attempt() {
		return Mono.defer(() -> {
			ServerHttpResponse response = getDelegate();
			boolean page = UnavailableAnswer.wantsPage(this.request.getHeaders().getFirst(HttpHeaders.ACCEPT));
			byte[] body = page ? this.answer.page() : this.answer.problem(this.request.getURI().getRawPath());
			reset(response);
			response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
			HttpHeaders headers = response.getHeaders();
			headers.set(HttpHeaders.RETRY_AFTER, this.answer.retryAfter());
			headers.setCacheControl("no-store");
			headers.setContentType(page ? MediaType.TEXT_HTML : MediaType.APPLICATION_PROBLEM_JSON);
			headers.setContentLength(body.length);
			// Comes last: a session that could not be ended has its cookie expired
			response.beforeCommit(() -> Mono.fromRunnable(() -> response.getCookies().clear()));
			return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
		});
	}

	/**
	 * Drops what the application set so far, cookies above all.
	 */
	private static void reset(ServerHttpResponse response) {
		Map<String, List<String>> kept = new LinkedHashMap<>();
		response.getHeaders().forEach((name, values) -> {
			if (UnavailableAnswer.isKept(name)) {
				kept.put(name, List.copyOf(values));
			}
		});
		response.getHeaders().clear();
		response.getHeaders().putAll(kept);
		response.getCookies().clear();
	}

}
