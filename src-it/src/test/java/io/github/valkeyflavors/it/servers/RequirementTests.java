package io.github.valkeyflavors.it.servers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Requirement}.
 */
class RequirementTests {

	private static final String PROPERTY = "valkeyflavors.it.required";

	private final String before = System.getProperty(PROPERTY, "");

	@BeforeEach
	void demandNothing() {
		System.setProperty(PROPERTY, "");
	}

	@AfterEach
	void restore() {
		System.setProperty(PROPERTY, this.before);
	}

	@Test
	void skipsWhatIsNotDemanded() {
		System.setProperty(PROPERTY, "valkey-server");

		assertThatExceptionOfType(TestAbortedException.class)
			.isThrownBy(() -> Requirement.DOCKER.missing("no engine answers"))
			.withMessageContaining("no engine answers");
	}

	@Test
	void failsWhatIsDemanded() {
		System.setProperty(PROPERTY, "valkey-server, docker");

		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Requirement.DOCKER.missing("no engine answers"))
			.withMessage("'docker' is required here: no engine answers");
	}

}
