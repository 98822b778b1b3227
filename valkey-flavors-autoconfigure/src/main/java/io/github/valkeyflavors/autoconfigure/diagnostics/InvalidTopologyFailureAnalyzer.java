package io.github.valkeyflavors.autoconfigure.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.valkeyflavors.topology.InvalidTopologyException;

/**
 * Analyzes an {@link InvalidTopologyException}.
 */
class InvalidTopologyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTopologyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTopologyException cause) {
		return new FailureAnalysis(cause.getProblem(), cause.getRemedy(), cause);
	}

}
