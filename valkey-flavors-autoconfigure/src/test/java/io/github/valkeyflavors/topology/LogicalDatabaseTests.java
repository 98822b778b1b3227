package io.github.valkeyflavors.topology;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LogicalDatabase}.
 */
class LogicalDatabaseTests {

	@Test
	void namesBeansInCamelCase() {
		assertThat(new LogicalDatabase("api-cache", 5, Flavor.CACHE).beanName("ConnectionFactory"))
			.isEqualTo("apiCacheConnectionFactory");
	}

	@Test
	void refusesMalformedName() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LogicalDatabase("Api_Cache", 5, Flavor.CACHE))
			.withMessageContaining("'Api_Cache'");
	}

	@Test
	void refusesIndexOutsideZeroToFifteen() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LogicalDatabase("cache", 16, Flavor.CACHE))
			.withMessage("Database index 16 must be 0 to 15");
	}

}
