package io.github.valkeyflavors.it.console;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An application with the console behind Spring Security, whose own rules let everybody
 * everywhere: by form login and HTTP basic.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@Import(FailingJobs.class)
class SecuredConsoleApplication {

	@Bean
	SecurityFilterChain filterChain(HttpSecurity http, Environment environment) {
		return http.securityMatcher(environment.getProperty("secured", "/**"))
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.formLogin(Customizer.withDefaults())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(
				User.withUsername("vera").password("{noop}secret").roles("VALKEY_VIEWER").build(),
				User.withUsername("otto").password("{noop}secret").roles("VALKEY_OPERATOR").build(),
				User.withUsername("nina").password("{noop}secret").roles("BUYER").build());
	}

}
