package io.github.valkeyflavors.autoconfigure.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.valkeyflavors.devserver.DevelopmentServerException;

/**
 * Analyzes a {@link DevelopmentServerException}.
 */
class DevelopmentServerFailureAnalyzer extends AbstractFailureAnalyzer<DevelopmentServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DevelopmentServerException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Make a server available as the description says, or set 'valkey.host' (or REDIS_HOST) to one that runs "
						+ "and remove 'valkey.dev-server.enabled'.",
				cause);
	}

}
