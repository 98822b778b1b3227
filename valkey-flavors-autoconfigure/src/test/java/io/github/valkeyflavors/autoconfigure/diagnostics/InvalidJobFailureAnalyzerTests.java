package io.github.valkeyflavors.autoconfigure.diagnostics;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.valkeyflavors.queue.InvalidJobException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvalidJobFailureAnalyzer}.
 */
class InvalidJobFailureAnalyzerTests {

	@Test
	void saysWhatIsWrongAndWhatToWriteInstead() {
		FailureAnalysis analysis = new InvalidJobFailureAnalyzer()
			.analyze(new IllegalStateException(new InvalidJobException("problem", "remedy")));

		assertThat(analysis).isNotNull()
			.extracting(FailureAnalysis::getDescription, FailureAnalysis::getAction)
			.containsExactly("problem", "remedy");
	}

}
