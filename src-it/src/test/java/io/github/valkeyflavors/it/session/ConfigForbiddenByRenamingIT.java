package io.github.valkeyflavors.it.session;

import java.util.Map;

/**
 * A server that does not know CONFIG at all.
 */
class ConfigForbiddenByRenamingIT extends AbstractForbiddenConfigContract {

	@Override
	String[] settings() {
		return new String[] { "rename-command CONFIG \"\"" };
	}

	@Override
	Map<String, String> credentials() {
		return Map.of();
	}

}
