package io.github.valkeyflavors.autoconfigure.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.valkeyflavors.queue.InvalidJobException;

/**
 * Analyzes an {@link InvalidJobException}.
 */
class InvalidJobFailureAnalyzer extends AbstractFailureAnalyzer<InvalidJobException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidJobException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.getRemedy(), cause);
	}

}
