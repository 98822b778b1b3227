package io.github.valkeyflavors.autoconfigure.session;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * What Boot prints of a start-up failure.
 */
final class StartupReport {

	private StartupReport() {
	}

	static String of(@Nullable Throwable failure, String... properties) {
		if (failure == null) {
			throw new AssertionError("The application started");
		}
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, environment)
				.and(BeanFactory.class, new DefaultListableBeanFactory()), (type, name, missingDependency) -> {
				});
		return analyzers.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.map(StartupReport::text)
			.orElseThrow(() -> new AssertionError("No analyzer for this failure", failure));
	}

	private static String text(FailureAnalysis analysis) {
		return (analysis.getDescription() + "\n" + analysis.getAction()).replaceAll("\\s+", " ");
	}

}
