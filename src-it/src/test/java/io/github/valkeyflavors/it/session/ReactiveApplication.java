package io.github.valkeyflavors.it.session;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.session.ReactiveFindByIndexNameSessionRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * A reactive application with sessions.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(
		exclude = { DataSourceAutoConfiguration.class, ReactiveUserDetailsServiceAutoConfiguration.class,
				ReactiveWebSecurityAutoConfiguration.class, ReactiveManagementWebSecurityAutoConfiguration.class })
@Import({ ReactiveApplication.Endpoints.class, Events.class })
class ReactiveApplication {

	@RestController
	static class Endpoints {

		@PostMapping("/login/{user}")
		Mono<String> login(@PathVariable String user, WebSession session) {
			session.getAttributes().put(ReactiveFindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, user);
			session.getAttributes().put("cart", Cart.sample());
			return session.save().thenReturn(session.getId());
		}

		@GetMapping("/me")
		Mono<String> me(WebSession session) {
			String user = session.getAttribute(ReactiveFindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME);
			return Mono.justOrEmpty(user)
				.switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.UNAUTHORIZED)));
		}

		@PostMapping("/logout")
		Mono<Void> logout(WebSession session) {
			return session.invalidate();
		}

	}

}
