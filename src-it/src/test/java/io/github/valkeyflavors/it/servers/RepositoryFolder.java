package io.github.valkeyflavors.it.servers;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that the project is checked out to.
 */
public final class RepositoryFolder {

	private RepositoryFolder() {
	}

	/**
	 * The path of a file or folder of the project, whatever folder the tests run in.
	 */
	public static Path resolve(String path) {
		Path folder = Path.of("").toAbsolutePath();
		while (folder != null && !Files.exists(folder.resolve("docker/valkey"))) {
			folder = folder.getParent();
		}
		if (folder == null) {
			throw new IllegalStateException("Run the tests inside the project's folder");
		}
		return folder.resolve(path);
	}

}
