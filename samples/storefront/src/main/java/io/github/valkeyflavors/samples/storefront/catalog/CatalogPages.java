package io.github.valkeyflavors.samples.storefront.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import io.github.valkeyflavors.samples.storefront.account.Customer;
import io.github.valkeyflavors.samples.storefront.account.IfAvailable;
import io.github.valkeyflavors.samples.storefront.lookup.Lookup;
import io.github.valkeyflavors.samples.storefront.payment.Card;
import io.github.valkeyflavors.samples.storefront.rates.Rates;

/**
 * Products for people.
 */
@Controller
final class CatalogPages {

	private final ProductRepository products;

	private final Stock stock;

	private final Rates rates;

	CatalogPages(ProductRepository products, Stock stock, Rates rates) {
		this.products = products;
		this.stock = stock;
		this.rates = rates;
	}

	@GetMapping("/")
	String products(@RequestParam(defaultValue = Rates.BASE) String currency, @IfAvailable @Nullable Customer customer,
			Model model) {
		addPrices(currency, customer, model);
		model.addAttribute("products", this.products.findAll());
		return "products";
	}

	@GetMapping("/products/{id:\\d{1,18}}")
	String product(@PathVariable long id, @RequestParam(defaultValue = Rates.BASE) String currency,
			@IfAvailable @Nullable Customer customer, Model model) {
		addPrices(currency, customer, model);
		Lookup<Product> lookup = Lookup.perform((witness) -> this.products.find(id, witness));
		model.addAttribute("product", lookup.value());
		model.addAttribute("productLookup", lookup);
		model.addAttribute("stock", this.stock.left(id));
		model.addAttribute("cards", Card.values());
		return "product";
	}

	private void addPrices(String currency, @Nullable Customer customer, Model model) {
		Lookup<?> lookup = this.rates.find(currency);
		model.addAttribute("rate", lookup.value());
		model.addAttribute("rateLookup", lookup);
		model.addAttribute("currencies", this.rates.currencies());
		model.addAttribute("customer", customer);
	}

}
