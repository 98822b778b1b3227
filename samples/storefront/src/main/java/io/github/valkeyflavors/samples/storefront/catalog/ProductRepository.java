package io.github.valkeyflavors.samples.storefront.catalog;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.github.valkeyflavors.samples.storefront.lookup.LoadWitness;

/**
 * The products in the database. A single product is a slow look-up and therefore cached.
 */
@Repository
class ProductRepository {

	private final JdbcClient jdbc;

	private final Duration latency;

	ProductRepository(JdbcClient jdbc, CatalogProperties properties) {
		this.jdbc = jdbc;
		this.latency = properties.latency();
	}

	@Cacheable(cacheNames = "products", key = "#id")
	Product find(long id, LoadWitness witness) {
		witness.loading();
		waitForTheDatabase();
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

	/**
	 * Stands in for the joins and the network of a real catalog: a database inside the
	 * process answers within microseconds, which no cache can improve on. Waiting, unlike
	 * a heavy query, takes equally long on every machine and leaves its processors alone.
	 */
	private void waitForTheDatabase() {
		long deadline = System.nanoTime() + this.latency.toNanos();
		long remaining = this.latency.toNanos();
		while (remaining > 0 && !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(this, remaining);
			remaining = deadline - System.nanoTime();
		}
	}

}
