package io.github.valkeyflavors.devserver;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * A configuration file that a development server can run with: what the server may evict
 * and what it writes to disk.
 *
 * @since 0.1.0
 */
public enum ServerPolicy {

	/**
	 * Evicts the least used entries, writes nothing to disk.
	 */
	CACHE("cache.conf"),

	/**
	 * Evicts nothing, writes nothing to disk, publishes the events of expired keys.
	 */
	SESSIONS("sessions.conf"),

	/**
	 * Evicts nothing, logs every write to an append-only file.
	 */
	QUEUE("queue.conf");

	private final String fileName;

	ServerPolicy(String fileName) {
		this.fileName = fileName;
	}

	/**
	 * Return the configuration file.
	 * @return a resource on the class path, the same file that is in
	 * {@code docker/valkey}
	 */
	public Resource configuration() {
		return new ClassPathResource(this.fileName, ServerPolicy.class);
	}

}
