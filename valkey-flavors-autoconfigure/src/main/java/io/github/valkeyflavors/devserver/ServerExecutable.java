package io.github.valkeyflavors.devserver;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.ClassUtils;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.error.OsArchitectureNotFound;
import redis.embedded.error.UnknownOSName;

/**
 * A program that can be run as a server: it was started once with {@code --version} and
 * answered.
 *
 * @param command name on the {@code PATH} or absolute path
 * @param origin where it was found and what it says it is, for people
 * @since 0.1.0
 */
public record ServerExecutable(String command, String origin) {

	private static final Log logger = LogFactory.getLog(ServerExecutable.class);

	private static final int VERSION_TIMEOUT_SECONDS = 10;

	private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");

	/**
	 * Find the program to use: {@code valkey-server} on the {@code PATH}, else
	 * {@code redis-server} on the {@code PATH}, else the binary inside
	 * {@code com.github.codemonstur:embedded-redis}.
	 * @return the first one that runs
	 * @throws DevelopmentServerException if there is none; the message names all three
	 */
	public static ServerExecutable find() {
		return find(Stream.of(() -> onPath("valkey-server"), () -> onPath("redis-server"), ServerExecutable::embedded));
	}

	static ServerExecutable find(Stream<Supplier<Optional<ServerExecutable>>> candidates) {
		return candidates.map(Supplier::get)
			.flatMap(Optional::stream)
			.findFirst()
			.orElseThrow(() -> new DevelopmentServerException("No server to start for development. Either install "
					+ "'valkey-server' or 'redis-server' so that it is on the PATH, or add the dependency "
					+ "'com.github.codemonstur:embedded-redis' (scope runtime), or configure a host."));
	}

	/**
	 * Look for a program on the {@code PATH}.
	 * @param command the name of the program
	 * @return the program, or empty if there is none of that name, it does not run, or it
	 * is older than 6.2
	 */
	public static Optional<ServerExecutable> onPath(String command) {
		return version(command).filter(ServerExecutable::isRecent)
			.map((version) -> new ServerExecutable(command, "PATH, " + version));
	}

	/**
	 * Unpack the binary inside {@code com.github.codemonstur:embedded-redis} to a
	 * temporary file that is deleted when the JVM exits.
	 * @return the binary, or empty if the dependency is not on the class path, or has
	 * nothing that runs on this machine
	 */
	public static Optional<ServerExecutable> embedded() {
		if (!ClassUtils.isPresent("redis.embedded.core.ExecutableProvider", ServerExecutable.class.getClassLoader())) {
			return Optional.empty();
		}
		return EmbeddedRedis.unpack()
			.flatMap((command) -> version(command)
				.map((version) -> new ServerExecutable(command, "embedded-redis, " + version)));
	}

	// Jobs need LMOVE
	private static boolean isRecent(String version) {
		Matcher matcher = VERSION.matcher(version);
		if (!matcher.find()) {
			return true;
		}
		int major = Integer.parseInt(matcher.group(1));
		return major > 6 || (major == 6 && Integer.parseInt(matcher.group(2)) >= 2);
	}

	private static Optional<String> version(String command) {
		try {
			Process process = new ProcessBuilder(command, "--version").redirectErrorStream(true).start();
			try {
				process.getOutputStream().close();
				boolean exited = process.waitFor(VERSION_TIMEOUT_SECONDS, TimeUnit.SECONDS);
				return (exited && process.exitValue() == 0)
						? process.inputReader().lines().findFirst().map((line) -> line.replaceFirst(" sha=.*", ""))
						: Optional.empty();
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DevelopmentServerException("Interrupted while looking for '%s'".formatted(command), ex);
		}
	}

	/**
	 * Separate, because the dependency is optional.
	 */
	private static final class EmbeddedRedis {

		private EmbeddedRedis() {
		}

		static Optional<String> unpack() {
			try {
				return Optional.of(ExecutableProvider.newJarResourceProvider().get().getAbsolutePath());
			}
			catch (IOException | OsArchitectureNotFound | UnknownOSName ex) {
				logger.debug("embedded-redis has no binary for this machine", ex);
				return Optional.empty();
			}
		}

	}

}
