package io.github.valkeyflavors.samples.storefront.catalog;

import java.util.List;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.github.valkeyflavors.samples.storefront.latency.Latency;
import io.github.valkeyflavors.samples.storefront.lookup.LoadWitness;

/**
 * The products in the database. A single product is a slow look-up and therefore cached.
 */
@Repository
class ProductRepository {

	private final JdbcClient jdbc;

	private final Latency latency;

	ProductRepository(JdbcClient jdbc, CatalogProperties properties) {
		this.jdbc = jdbc;
		this.latency = new Latency(properties.latency());
	}

	@Cacheable(cacheNames = "products", key = "#id")
	Product find(long id, LoadWitness witness) {
		witness.loading();
		this.latency.pass();
		return this.jdbc.sql("select * from products where id = :id")
			.param("id", id)
			.query(Product.class)
			.optional()
			.orElseThrow(() -> new UnknownProductException(id));
	}

	@SuppressWarnings("NullAway") // no row is null
	List<Product> findAll() {
		return this.jdbc.sql("select * from products order by id").query(Product.class).list();
	}

}
