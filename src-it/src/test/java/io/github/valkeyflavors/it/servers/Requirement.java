package io.github.valkeyflavors.it.servers;

import java.util.Arrays;

import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

import static org.assertj.core.api.Assertions.fail;

/**
 * Something a machine may lack. A test that needs it is skipped then, or fails where the
 * system property {@code valkeyflavors.it.required}, a list separated by commas, names
 * it.
 */
public enum Requirement {

	/**
	 * The programs {@code chromium} (or {@code google-chrome}) and {@code chromedriver}
	 * on the {@code PATH}.
	 */
	CHROMIUM("chromium"),

	/**
	 * A Docker engine that answers.
	 */
	DOCKER("docker"),

	/**
	 * The program {@code promtool}, which comes with Prometheus, on the {@code PATH}.
	 */
	PROMTOOL("promtool"),

	/**
	 * The program {@code valkey-server} on the {@code PATH}, and not only one that is
	 * compatible with it.
	 */
	VALKEY_SERVER("valkey-server");

	private final String id;

	Requirement(String id) {
		this.id = id;
	}

	/**
	 * End the test, because this is missing.
	 */
	public void missing(String reason) {
		if (isDemanded()) {
			fail("'%s' is required here: %s", this.id, reason);
		}
		Assumptions.abort(reason);
	}

	boolean isDemanded() {
		return Arrays.asList(System.getProperty("valkeyflavors.it.required", "").split("\\s*,\\s*")).contains(this.id);
	}

	public static void dockerEngine() {
		if (!DockerClientFactory.instance().isDockerAvailable()) {
			DOCKER.missing("no Docker engine answers");
		}
	}

}
