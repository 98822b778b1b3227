package io.github.valkeyflavors.it.session;

import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.valkeyflavors.connection.FlavorBreakers;

/**
 * A reactive application whose exception handler catches everything.
 */
@Configuration(proxyBeanMethods = false)
@Import({ ReactiveApplication.class, ReactiveOutageApplication.Pages.class, ReactiveOutageApplication.Templates.class,
		ReactiveOutageApplication.Swallowing.class })
class ReactiveOutageApplication {

	@Bean
	Gate gate() {
		return new Gate();
	}

	@Bean
	Failures failures(FlavorBreakers breakers) {
		Failures failures = new Failures();
		breakers.forEach((breaker) -> breaker.addListener(failures));
		return failures;
	}

	@RestController
	static class Pages {

		private final Gate gate;

		Pages(Gate gate) {
			this.gate = gate;
		}

		@GetMapping("/products")
		String products() {
			return "products";
		}

		@GetMapping("/unused")
		String unused(WebSession session) {
			return "unused";
		}

		@PostMapping("/notes/{note}")
		String note(@PathVariable String note, WebSession session) {
			session.getAttributes().put("note", note);
			return note;
		}

		@GetMapping("/notes")
		String note(WebSession session) {
			return String.valueOf(session.getAttributes().get("note"));
		}

		@GetMapping("/held")
		Mono<String> held(WebSession session) {
			return Mono.fromRunnable(this.gate::pass).subscribeOn(Schedulers.boundedElastic()).thenReturn("read");
		}

		@PostMapping("/held")
		Mono<String> heldAndChanged(WebSession session) {
			session.getAttributes().put("note", "held");
			return Mono.fromRunnable(this.gate::pass).subscribeOn(Schedulers.boundedElastic()).thenReturn("changed");
		}

		@PostMapping("/saved")
		Mono<String> saved(WebSession session) {
			session.getAttributes().put("note", "saved");
			return session.save().thenReturn("saved");
		}

		@PostMapping("/held-logout")
		Mono<Void> heldAndEnded(WebSession session) {
			return Mono.fromRunnable(this.gate::pass)
				.subscribeOn(Schedulers.boundedElastic())
				.then(Mono.defer(session::invalidate));
		}

		@PostMapping("/renewal")
		Mono<String> renew(WebSession session) {
			return session.changeSessionId().thenReturn("renewed");
		}

		@PostMapping("/renewals")
		Mono<String> renewTwice(WebSession session) {
			return session.changeSessionId().then(Mono.defer(session::changeSessionId)).thenReturn("renewed");
		}

		@GetMapping("/ticks")
		Mono<ResponseEntity<Flux<String>>> ticks(ServerWebExchange exchange) {
			return exchange.getSession()
				.map(WebSession::getCreationTime)
				.then()
				.onErrorComplete()
				.thenReturn(ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(ticks()));
		}

		@GetMapping(path = "/ticks-of-session", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> ticksOfSession(ServerWebExchange exchange) {
			return exchange.getSession().map(WebSession::getCreationTime).then().onErrorComplete().thenMany(ticks());
		}

		private static Flux<String> ticks() {
			return Flux.interval(Duration.ZERO, Duration.ofMillis(100)).map((tick) -> "tick " + tick);
		}

		@GetMapping(path = "/steps", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> steps(WebSession session) {
			return Flux.concat(Mono.just("begun"), step(session), step(session));
		}

		private Mono<String> step(WebSession session) {
			return Mono.fromRunnable(this.gate::pass).subscribeOn(Schedulers.boundedElastic()).then(Mono.defer(() -> {
				session.getAttributes().put("note", "stepped");
				return session.save();
			})).thenReturn("saved").onErrorReturn("failed");
		}

	}

	@Controller
	static class Templates {

		@GetMapping("/brochure")
		String brochure() {
			return "brochure";
		}

	}

	@RestControllerAdvice
	static class Swallowing {

		@ExceptionHandler
		ResponseEntity<String> swallow(Exception ex) throws Exception {
			if (ex instanceof ResponseStatusException) {
				throw ex;
			}
			return ResponseEntity.status(HttpStatus.INTERNAL_SERVER_ERROR).body("swallowed");
		}

	}

}
