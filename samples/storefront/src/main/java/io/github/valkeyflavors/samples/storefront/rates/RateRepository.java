package io.github.valkeyflavors.samples.storefront.rates;

import java.util.List;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.github.valkeyflavors.samples.storefront.lookup.LoadWitness;

/**
 * The exchange rates in the database, standing in for a paid service on the internet:
 * answers of such services are what the {@code api-cache} database is for.
 */
@Repository
class RateRepository {

	private final JdbcClient jdbc;

	RateRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Cacheable(cacheNames = "rates", key = "#currency")
	Rate find(String currency, LoadWitness witness) {
		witness.loading();
		return this.jdbc.sql("select currency, rate from rates where currency = :currency")
			.param("currency", currency)
			.query(Rate.class)
			.optional()
			.orElseThrow(() -> new UnknownCurrencyException(currency));
	}

	@SuppressWarnings("NullAway") // no row is null
	List<String> findCurrencies() {
		return this.jdbc.sql("select currency from rates order by currency").query(String.class).list();
	}

}
