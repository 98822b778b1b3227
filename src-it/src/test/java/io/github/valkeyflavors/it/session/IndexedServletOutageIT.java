package io.github.valkeyflavors.it.session;

import java.util.Map;

import org.springframework.boot.WebApplicationType;

/**
 * Outages of a servlet application with the indexed repository and JSON.
 */
class IndexedServletOutageIT extends AbstractOutageContract {

	@Override
	RunningApplication start(Map<String, String> variables) {
		return RunningApplication.start(OutageApplication.class, WebApplicationType.SERVLET, variables,
				"spring.session.data.redis.repository-type=indexed", "valkey.session.serialization=json");
	}

}
