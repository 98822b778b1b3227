package io.github.valkeyflavors.samples.storefront.catalog;

import java.math.BigDecimal;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.serializer.GenericJacksonJsonRedisSerializer;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import io.github.valkeyflavors.samples.storefront.ShopDatabase;
import io.github.valkeyflavors.samples.storefront.lookup.Lookup;
import io.github.valkeyflavors.samples.storefront.lookup.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProductRepositoryTests {

	@RegisterExtension
	private final ShopDatabase database = new ShopDatabase();

	@Test
	void readsAProductFromTheDatabase() {
		Lookup<Product> lookup = find(8, Duration.ZERO);

		assertThat(lookup.value().name()).isEqualTo("Saffron");
		assertThat(lookup.value().price()).isEqualTo(new BigDecimal("14.50"));
		assertThat(lookup.source()).isEqualTo(Source.DATABASE);
	}

	@Test
	void takesTheConfiguredTime() {
		Lookup<Product> lookup = find(8, Duration.ofMillis(50));

		assertThat(lookup.took()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
	}

	@Test
	void refusesAnUnknownProduct() {
		assertThatExceptionOfType(UnknownProductException.class).isThrownBy(() -> find(99, Duration.ZERO))
			.satisfies((ex) -> assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("There is no product 99."));
	}

	@Test
	void listsAllProducts() {
		assertThat(repository(Duration.ZERO).findAll()).extracting(Product::id)
			.containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
	}

	@Test
	void surviveBeingWrittenAsTypedJson() {
		GenericJacksonJsonRedisSerializer serializer = GenericJacksonJsonRedisSerializer
			.create((builder) -> builder.enableDefaultTyping(BasicPolymorphicTypeValidator.builder()
				.allowIfSubType("io.github.valkeyflavors.samples.storefront.")
				.allowIfSubType(BigDecimal.class)
				.build()));
		Product product = find(8, Duration.ZERO).value();

		assertThat(serializer.deserialize(serializer.serialize(product))).isEqualTo(product);
	}

	private Lookup<Product> find(long id, Duration latency) {
		return Lookup.perform((witness) -> repository(latency).find(id, witness));
	}

	private ProductRepository repository(Duration latency) {
		return new ProductRepository(this.database.client(), new CatalogProperties(latency));
	}

}
