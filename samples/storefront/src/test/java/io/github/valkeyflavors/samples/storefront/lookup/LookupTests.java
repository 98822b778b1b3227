package io.github.valkeyflavors.samples.storefront.lookup;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LookupTests {

	@Test
	void comesFromTheDatabaseWhenTheMethodBodyRan() {
		Lookup<String> lookup = Lookup.perform((witness) -> {
			witness.loading();
			return "saffron";
		});

		assertThat(lookup.value()).isEqualTo("saffron");
		assertThat(lookup.source()).isEqualTo(Source.DATABASE);
	}

	@Test
	void comesFromTheCacheWhenNobodyTouchedTheWitness() {
		Lookup<String> lookup = Lookup.perform((witness) -> "saffron");

		assertThat(lookup.source()).isEqualTo(Source.CACHE);
	}

}
