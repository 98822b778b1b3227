package io.github.valkeyflavors.it.session;

import java.security.Principal;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.savedrequest.WebSessionServerRequestCache;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A reactive application with Spring Security's form login and a public page. Its request
 * cache looks at the session only after a login.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@Import(SecuredReactiveOutageApplication.Pages.class)
class SecuredReactiveOutageApplication {

	@Bean
	SecurityWebFilterChain filterChain(ServerHttpSecurity http) {
		WebSessionServerRequestCache requestCache = new WebSessionServerRequestCache();
		requestCache.setMatchingRequestParameterName("continue");
		return http
			.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers("/products").permitAll().anyExchange().authenticated())
			.formLogin(Customizer.withDefaults())
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.requestCache((cache) -> cache.requestCache(requestCache))
			.build();
	}

	@Bean
	MapReactiveUserDetailsService users() {
		return new MapReactiveUserDetailsService(
				User.withUsername("alice").password("{noop}secret").roles("BUYER").build());
	}

	@RestController
	static class Pages {

		@GetMapping("/products")
		String products() {
			return "products";
		}

		@GetMapping("/me")
		String me(Principal user) {
			return user.getName();
		}

	}

}
