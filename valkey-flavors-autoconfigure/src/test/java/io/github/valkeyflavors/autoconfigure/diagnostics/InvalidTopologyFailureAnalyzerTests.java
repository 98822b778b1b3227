package io.github.valkeyflavors.autoconfigure.diagnostics;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.valkeyflavors.topology.InvalidTopologyException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvalidTopologyFailureAnalyzer}.
 */
class InvalidTopologyFailureAnalyzerTests {

	private final InvalidTopologyFailureAnalyzer analyzer = new InvalidTopologyFailureAnalyzer();

	private final InvalidTopologyException failure = new InvalidTopologyException("'valkey.port' is set to 'x'",
			"Set 'valkey.port' to a number.");

	@Test
	void describesProblemAndRemedy() {
		FailureAnalysis analysis = this.analyzer.analyze(this.failure);

		assertThat(analysis).isNotNull();
		assertThat(analysis).extracting(FailureAnalysis::getDescription).isEqualTo("'valkey.port' is set to 'x'");
		assertThat(analysis).extracting(FailureAnalysis::getAction).isEqualTo("Set 'valkey.port' to a number.");
		assertThat(analysis).extracting(FailureAnalysis::getCause).isSameAs(this.failure);
	}

	@Test
	void findsFailureInsideOfOthers() {
		FailureAnalysis analysis = this.analyzer
			.analyze(new IllegalStateException("bean", new IllegalStateException("factory", this.failure)));

		assertThat(analysis).extracting(FailureAnalysis::getCause).isSameAs(this.failure);
	}

	@Test
	void leavesOtherFailuresToOthers() {
		assertThat(this.analyzer.analyze(new IllegalStateException("other"))).isNull();
	}

}
