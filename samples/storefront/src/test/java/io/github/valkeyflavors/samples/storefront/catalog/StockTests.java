package io.github.valkeyflavors.samples.storefront.catalog;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.valkeyflavors.samples.storefront.ShopDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StockTests {

	private static final long SAFFRON = 8;

	@RegisterExtension
	private final ShopDatabase database = new ShopDatabase();

	private Stock stock;

	@BeforeEach
	void setUp() {
		this.stock = new Stock(this.database.client());
	}

	@Test
	void shrinksByWhatIsTaken() {
		this.stock.take(SAFFRON, 2);

		assertThat(this.stock.left(SAFFRON)).isEqualTo(1);
	}

	@Test
	void growsByWhatIsPutBack() {
		this.stock.putBack(SAFFRON, 2);

		assertThat(this.stock.left(SAFFRON)).isEqualTo(5);
	}

	@Test
	void refusesMoreThanIsLeft() {
		assertThatExceptionOfType(OutOfStockException.class).isThrownBy(() -> this.stock.take(SAFFRON, 4))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("Only 3 left."));
	}

	@Test
	void saysThatNothingIsLeft() {
		this.stock.take(SAFFRON, 3);

		assertThatExceptionOfType(OutOfStockException.class).isThrownBy(() -> this.stock.take(SAFFRON, 1))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("Sold out."));
	}

	@Test
	void refusesToTakeAnUnknownProduct() {
		assertThatExceptionOfType(UnknownProductException.class).isThrownBy(() -> this.stock.take(99, 1));
	}

}
