package io.github.valkeyflavors.it.queue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command line that starts a program with the class path of this process, for about
 * half of the usual work: its classes come from an archive, which a first run has left.
 */
final class FastStart {

	private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
			"-Xmx128m");

	private static final int PATIENCE_SECONDS = 60;

	private final Path folder;

	private final Class<?> program;

	private final String classPath;

	/**
	 * Prepare the command.
	 * @param program its main class
	 * @param folder where to put what it needs
	 * @param arguments with which the program ends by itself
	 */
	FastStart(Class<?> program, Path folder, String... arguments) throws Exception {
		this.folder = folder;
		this.program = program;
		this.classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> Files.exists(Path.of(entry)))
			.map(this::jar)
			.collect(Collectors.joining(File.pathSeparator));
		List<String> first = command("-XX:ArchiveClassesAtExit=" + archive());
		first.addAll(List.of(arguments));
		Path log = folder.resolve("first-run.log");
		Process process = new ProcessBuilder(first).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(() -> QueueState.tail(log)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	// An archive works with jars only
	private String jar(String entry) {
		if (!Files.isDirectory(Path.of(entry))) {
			return entry;
		}
		try {
			String jar = Files.createTempFile(this.folder, "classes", ".jar").toString();
			ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "cf", jar, "-C", entry, ".");
			return jar;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Path archive() {
		return this.folder.resolve("classes.jsa");
	}

	/**
	 * The command, to be completed by the arguments of the program.
	 */
	List<String> command() {
		return command("-XX:SharedArchiveFile=" + archive());
	}

	private List<String> command(String option) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(OPTIONS);
		command.addAll(List.of(option, "-cp", this.classPath, this.program.getName()));
		return command;
	}

}
