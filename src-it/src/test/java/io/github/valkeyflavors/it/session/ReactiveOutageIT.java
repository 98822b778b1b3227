package io.github.valkeyflavors.it.session;

import java.util.Map;

import org.springframework.boot.WebApplicationType;

/**
 * Outages of a reactive application with the default repository.
 */
class ReactiveOutageIT extends AbstractReactiveOutageContract {

	@Override
	RunningApplication start(Map<String, String> variables) {
		return RunningApplication.start(ReactiveOutageApplication.class, WebApplicationType.REACTIVE, variables);
	}

}
