package io.github.valkeyflavors.it.storefront;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The storefront as processed ahead of time, when no server was configured: it reads its
 * servers at run time.
 */
class AheadOfTimeStorefrontIT extends SplitStorefrontIT {

	@Override
	protected String[] options() {
		return new String[] { "-Dspring.aot.enabled=true" };
	}

	@Test
	void runsAsProcessedAheadOfTime() {
		assertThat(this.storefront.output()).anyMatch((line) -> line.contains("Starting AOT-processed"));
	}

}
