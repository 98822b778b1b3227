package io.github.valkeyflavors.it.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;

/**
 * A servlet application with sessions.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
		SecurityFilterAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
		ManagementWebSecurityAutoConfiguration.class })
@Import({ ServletApplication.Endpoints.class, Events.class })
class ServletApplication {

	@RestController
	static class Endpoints {

		@PostMapping("/login/{user}")
		String login(@PathVariable String user, HttpServletRequest request) {
			HttpSession session = request.getSession();
			session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, user);
			session.setAttribute("cart", Cart.sample());
			return session.getId();
		}

		@GetMapping("/me")
		Object me(HttpServletRequest request) {
			HttpSession session = request.getSession(false);
			if (session == null) {
				throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
			}
			return session.getAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME);
		}

		@PostMapping("/logout")
		void logout(HttpSession session) {
			session.invalidate();
		}

		@PostMapping("/order")
		RedirectView order(RedirectAttributes attributes) {
			attributes.addFlashAttribute("message", "thanks");
			return new RedirectView("/ordered");
		}

		@GetMapping("/ordered")
		String ordered(Model model) {
			return String.valueOf(model.getAttribute("message"));
		}

	}

}
