package io.github.valkeyflavors.it.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.github.valkeyflavors.devserver.DevelopmentServerException;
import io.github.valkeyflavors.devserver.ServerExecutable;

/**
 * How servers run.
 */
public enum Launcher {

	/**
	 * As the system property {@code valkeyflavors.it.launcher} says, else {@link #LOCAL}.
	 */
	CONFIGURED {

		@Override
		RunningServer start(Path configuration, List<String> options) {
			return resolve().start(configuration, options);
		}

		@Override
		Launcher resolve() {
			return valueOf(System.getProperty("valkeyflavors.it.launcher", "local").toUpperCase(Locale.ROOT));
		}

	},

	/**
	 * A process of {@code valkey-server}, else {@code redis-server}, else the embedded
	 * binary.
	 */
	LOCAL {

		@Override
		RunningServer start(Path configuration, List<String> options) {
			Optional<ServerExecutable> valkey = ServerExecutable.onPath("valkey-server");
			if (valkey.isEmpty() && Requirement.VALKEY_SERVER.isDemanded()) {
				Requirement.VALKEY_SERVER.missing("it is not on the PATH");
			}
			return new LocalServer(valkey.orElseGet(this::find), configuration, options);
		}

		private ServerExecutable find() {
			try {
				return ServerExecutable.find();
			}
			catch (DevelopmentServerException ex) {
				Requirement.VALKEY_SERVER.missing(ex.getMessage());
				throw ex;
			}
		}

	},

	/**
	 * A process of the embedded binary, which is Redis 6.2.
	 */
	EMBEDDED {

		@Override
		RunningServer start(Path configuration, List<String> options) {
			Optional<ServerExecutable> executable = ServerExecutable.embedded();
			if (executable.isEmpty()) {
				Requirement.VALKEY_SERVER.missing("embedded-redis has no binary for this machine");
			}
			return new LocalServer(executable.orElseThrow(), configuration, options);
		}

	},

	/**
	 * A container of {@code valkey/valkey}.
	 */
	CONTAINER {

		@Override
		RunningServer start(Path configuration, List<String> options) {
			Requirement.dockerEngine();
			return ContainerServer.start(configuration, options);
		}

	};

	abstract RunningServer start(Path configuration, List<String> options);

	Launcher resolve() {
		return this;
	}

}
