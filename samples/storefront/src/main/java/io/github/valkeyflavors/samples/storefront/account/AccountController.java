package io.github.valkeyflavors.samples.storefront.account;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Login and logout for machines.
 */
@RestController
@RequestMapping("/api")
final class AccountController {

	@PostMapping("/login")
	Me login(@Valid @RequestBody LoginForm form, HttpServletRequest request) {
		Customer customer = form.customer();
		new CustomerSession(request).open(customer);
		return new Me(customer.name());
	}

	@GetMapping("/me")
	Me me(Customer customer) {
		return new Me(customer.name());
	}

	@PostMapping("/logout")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void logout(HttpServletRequest request) {
		new CustomerSession(request).close();
	}

	record Me(String user) {
	}

}
