package io.github.valkeyflavors.benchmarks.outages;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What happens to the servers, and what ends it.
 */
enum Fault {

	/**
	 * The cache server accepts connections and commands and answers nothing.
	 */
	CACHE_FROZEN,

	/**
	 * The cache server's port is closed.
	 */
	CACHE_KILLED,

	/**
	 * The sessions server answers nothing.
	 */
	SESSIONS_FROZEN,

	/**
	 * The queue server answers nothing.
	 */
	QUEUE_FROZEN,

	/**
	 * No server answers anything.
	 */
	ALL_FROZEN;

	static Fault of(String name) {
		return Arrays.stream(values())
			.filter((fault) -> fault.toString().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no fault %s, only %s".formatted(name, Arrays.toString(values()))));
	}

	void strike(Servers servers) {
		if (this == CACHE_KILLED) {
			servers.cache().kill();
		}
		else {
			hit(servers).forEach(Server::freeze);
		}
	}

	void heal(Servers servers) {
		if (this == CACHE_KILLED) {
			servers.cache().start();
		}
		else {
			hit(servers).forEach(Server::unfreeze);
		}
	}

	private List<Server> hit(Servers servers) {
		return switch (this) {
			case CACHE_FROZEN, CACHE_KILLED -> List.of(servers.cache());
			case SESSIONS_FROZEN -> List.of(servers.sessions());
			case QUEUE_FROZEN -> List.of(servers.queue());
			case ALL_FROZEN -> servers.all();
		};
	}

	boolean isOfCache() {
		return this == CACHE_FROZEN || this == CACHE_KILLED;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
