package io.github.valkeyflavors.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every {@link Arrow} holds in the library and fails on a deliberate violation.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.valkeyflavors";

	private static final String VIOLATIONS = ROOT + ".architecture.violations";

	private static final JavaClasses LIBRARY = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	private static final JavaClasses DELIBERATE = new ClassFileImporter().importPackages(VIOLATIONS);

	@ParameterizedTest
	@EnumSource
	void holds(Arrow arrow) {
		arrow.rule(ROOT).check(LIBRARY);
	}

	@ParameterizedTest
	@EnumSource
	void failsWhenViolated(Arrow arrow) {
		assertThat(arrow.rule(VIOLATIONS).evaluate(DELIBERATE).hasViolation())
			.as("A rule that does not fail on its violation checks nothing")
			.isTrue();
	}

}
