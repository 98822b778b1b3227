package io.github.valkeyflavors.session.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
		return unlessMissed(() -> super.writeWith(body), Flux.from(body));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return unlessMissed(() -> super.writeAndFlushWith(body), Flux.from(body).concatMap(Flux::from));
	}

	@Override
	public Mono<Void> setComplete() {
		return unlessMissed(super::setComplete, Flux.empty());
	}

	/**
	 * Writes what the application wants, unless the session was missed before, or is
	 * missed now, when it is saved.
	 */
	private Mono<Void> unlessMissed(Supplier<Mono<Void>> write, Flux<? extends DataBuffer> body) {
		return Mono.defer(() -> {
			if (isMissed()) {
				return body.doOnNext(DataBufferUtils::release).then().onErrorComplete().then(answer());
			}
			return write.get().onErrorResume((ex) -> isMissed(), (ex) -> answer());
		});
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
