package io.github.valkeyflavors.it.servers;

import java.util.LinkedHashMap;
import java.util.Map;

import io.lettuce.core.api.sync.RedisCommands;

/**
 * The settings of a running server that a test has changed, with what they were before.
 */
final class ChangedSettings {

	private final Map<String, String> originals = new LinkedHashMap<>();

	void set(RedisCommands<String, String> commands, String name, String value) {
		this.originals.computeIfAbsent(name, (setting) -> commands.configGet(setting).get(setting));
		commands.configSet(name, value);
	}

	void undo(RedisCommands<String, String> commands) {
		this.originals.forEach(commands::configSet);
		forget();
	}

	/**
	 * The server has started again and read its configuration file.
	 */
	void forget() {
		this.originals.clear();
	}

	boolean isEmpty() {
		return this.originals.isEmpty();
	}

}
