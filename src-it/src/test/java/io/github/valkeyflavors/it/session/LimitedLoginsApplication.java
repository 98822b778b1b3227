package io.github.valkeyflavors.it.session;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.security.SpringSessionBackedSessionRegistry;

/**
 * A servlet application where a user has one session at a time, which Spring Security
 * looks up in Spring Session's repository.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@Import({ SecuredApplication.Endpoints.class, SecuredOutageApplication.Pages.class, Events.class })
class LimitedLoginsApplication {

	@Bean
	@Order(1)
	SecurityFilterChain productsChain(HttpSecurity http) {
		return http.securityMatcher("/products")
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.build();
	}

	@Bean
	SecurityFilterChain filterChain(HttpSecurity http, SpringSessionBackedSessionRegistry<?> sessions) {
		return http
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/expired").permitAll().anyRequest().authenticated())
			.formLogin(Customizer.withDefaults())
			.sessionManagement(
					(management) -> management.maximumSessions(1).sessionRegistry(sessions).expiredUrl("/expired"))
			.build();
	}

	@Bean
	<S extends Session> SpringSessionBackedSessionRegistry<S> sessions(FindByIndexNameSessionRepository<S> repository) {
		return new SpringSessionBackedSessionRegistry<>(repository);
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(
				User.withUsername("alice").password("{noop}secret").roles("BUYER").build());
	}

}
