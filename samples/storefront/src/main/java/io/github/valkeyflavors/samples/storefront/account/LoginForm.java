package io.github.valkeyflavors.samples.storefront.account;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What a login consists of.
 *
 * @param user the name to log in with
 */
record LoginForm(@NotBlank(message = "must not be blank") @Size(max = 40,
		message = "must have at most 40 characters") String user) {

	Customer customer() {
		return new Customer(this.user.strip());
	}

}
