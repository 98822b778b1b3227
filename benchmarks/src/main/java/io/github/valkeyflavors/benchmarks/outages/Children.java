package io.github.valkeyflavors.benchmarks.outages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes that were started here, none of which outlives this one.
 */
final class Children {

	private final Set<Process> processes = ConcurrentHashMap.newKeySet();

	Children() {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> this.processes.forEach(Process::destroyForcibly)));
	}

	Process start(ProcessBuilder builder) {
		try {
			Process process = builder.start();
			this.processes.add(process);
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends a process at once, also one that is frozen.
	 */
	void kill(Process process) {
		process.destroyForcibly().onExit().join();
		this.processes.remove(process);
	}

	/**
	 * Sends a signal.
	 * @param name the name of the signal, without its prefix
	 */
	void signal(Process process, String name) {
		Process command = start(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO());
		int code = command.onExit().join().exitValue();
		this.processes.remove(command);
		if (code != 0) {
			throw new IllegalStateException("kill -" + name + " ended with " + code);
		}
	}

}
