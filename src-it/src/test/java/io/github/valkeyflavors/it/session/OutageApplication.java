package io.github.valkeyflavors.it.session;

import java.io.IOException;
import java.util.concurrent.Callable;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;

import io.github.valkeyflavors.connection.FlavorBreakers;
import io.github.valkeyflavors.session.guard.AvailableSession;
import io.github.valkeyflavors.session.guard.SessionsUnavailableException;

/**
 * A servlet application whose exception handler catches everything.
 */
@Configuration(proxyBeanMethods = false)
@Import({ ServletApplication.class, OutageApplication.Pages.class, OutageApplication.Swallowing.class })
class OutageApplication {

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

		// Nothing is flushed
		@GetMapping("/products")
		void products(HttpServletResponse response) throws IOException {
			response.getWriter().write("products");
		}

		@GetMapping("/greeting")
		String greeting(HttpServletRequest request) {
			return (AvailableSession.find(request) != null) ? "hello again" : "hello";
		}

		@PostMapping("/notes/{note}")
		String note(@PathVariable String note, HttpSession session) {
			session.setAttribute("note", note);
			return note;
		}

		@GetMapping("/notes")
		Object note(HttpSession session) {
			return String.valueOf(session.getAttribute("note"));
		}

		@GetMapping("/held")
		String held(HttpSession session) {
			this.gate.pass();
			return "read";
		}

		@PostMapping("/held")
		String heldAndChanged(HttpSession session) {
			session.setAttribute("note", "held");
			this.gate.pass();
			return "changed";
		}

		@PostMapping("/long")
		void text(HttpSession session, HttpServletResponse response) throws IOException {
			session.setAttribute("note", "long");
			response.getWriter().write("text".repeat(10_000));
		}

		@PostMapping("/late")
		void late(HttpSession session, HttpServletResponse response) throws IOException {
			response.getWriter().write("text");
			response.flushBuffer();
			session.setAttribute("note", "late");
			this.gate.pass();
		}

		@PostMapping("/farewell")
		@ResponseStatus(HttpStatus.NO_CONTENT)
		void endChanged(HttpSession session) {
			session.setAttribute("note", "farewell");
			session.invalidate();
		}

		@PostMapping("/renewal")
		String renew(HttpServletRequest request) {
			String id = request.changeSessionId();
			request.getSession().setAttribute("note", "renewed");
			return id;
		}

		@GetMapping("/later")
		Callable<Object> later(HttpServletRequest request) {
			return () -> String.valueOf(request.getSession().getAttribute("note"));
		}

		@GetMapping("/aside")
		void aside(HttpServletRequest request) {
			AsyncContext context = request.startAsync();
			context.start(() -> {
				try {
					request.getSession(false).getAttribute("note");
				}
				catch (SessionsUnavailableException ex) {
					// The application knows better
				}
				context.complete();
			});
		}

		@PostMapping("/aside")
		void changeAside(HttpServletRequest request) {
			request.getSession().setAttribute("note", "aside");
			request.startAsync().complete();
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
