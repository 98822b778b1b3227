package io.github.valkeyflavors.samples.storefront.account;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Login and logout for people.
 */
@Controller
final class AccountPages {

	/**
	 * Where a login may lead to. Anything else, another site above all, leads home.
	 */
	private static final Pattern DESTINATIONS = Pattern.compile("/products/\\d+|/orders(/[0-9a-f-]+)?");

	@GetMapping("/login")
	String form(@RequestParam(defaultValue = "/") String next, @Nullable Customer customer, Model model) {
		model.addAttribute("customer", customer);
		model.addAttribute("next", destination(next));
		return "login";
	}

	@PostMapping("/login")
	String login(@Valid @ModelAttribute("form") LoginForm form, BindingResult problems,
			@RequestParam(defaultValue = "/") String next, HttpServletRequest request, HttpServletResponse response,
			Model model) {
		if (problems.hasErrors()) {
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			model.addAttribute("problem", "Your name " + problems.getAllErrors().get(0).getDefaultMessage() + ".");
			return form(next, null, model);
		}
		new CustomerSession(request).open(form.customer());
		return "redirect:" + destination(next);
	}

	@PostMapping("/logout")
	String logout(HttpServletRequest request) {
		new CustomerSession(request).close();
		return "redirect:/";
	}

	private static String destination(String next) {
		return DESTINATIONS.matcher(next).matches() ? next : "/";
	}

}
