package io.github.valkeyflavors.samples.storefront.catalog;

import java.math.BigDecimal;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.github.valkeyflavors.samples.storefront.lookup.Lookup;
import io.github.valkeyflavors.samples.storefront.lookup.Source;
import io.github.valkeyflavors.samples.storefront.rates.Rates;

/**
 * Products for machines.
 */
@RestController
final class ProductController {

	private final ProductRepository products;

	private final Stock stock;

	ProductController(ProductRepository products, Stock stock) {
		this.products = products;
		this.stock = stock;
	}

	@GetMapping("/api/products/{id}")
	ProductDetails product(@PathVariable long id) {
		Lookup<Product> lookup = Lookup.perform((witness) -> this.products.find(id, witness));
		Product product = lookup.value();
		return new ProductDetails(product.id(), product.name(), product.origin(), product.description(),
				product.price(), Rates.BASE, this.stock.left(id), lookup.source());
	}

	record ProductDetails(long id, String name, String origin, String description, BigDecimal price, String currency,
			int stock, Source source) {
	}

}
