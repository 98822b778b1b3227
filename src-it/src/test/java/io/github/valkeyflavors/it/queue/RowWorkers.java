package io.github.valkeyflavors.it.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.valkeyflavors.it.servers.Server;

/**
 * Processes of {@link RowJobs}, oldest first.
 */
final class RowWorkers implements AutoCloseable {

	private final Deque<Process> processes = new ArrayDeque<>();

	private final List<String> command;

	private final Path log;

	/**
	 * Prepare processes that take jobs from a server.
	 * @param folder where they may leave files
	 */
	RowWorkers(Server queue, Rows rows, Duration jobDuration, Path folder) throws Exception {
		this.log = folder.resolve("workers.log");
		String[] settings = QueueApplication.arguments(queue, "--rows.url=" + rows.url(),
				"--rows.job-duration=" + jobDuration, "--valkey.queue.worker.concurrency=5",
				"--valkey.queue.worker.heartbeat-interval=500ms", "--valkey.queue.worker.lost-after=2s",
				"--valkey.queue.worker.poll-interval=500ms");
		String[] first = Arrays.copyOf(settings, settings.length + 1);
		first[settings.length] = "--valkey.queue.worker.enabled=false";
		this.command = new FastStart(RowJobs.class, folder, first).command();
		this.command.addAll(List.of(settings));
	}

	void start() {
		try {
			this.processes.add(new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()))
				.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The id of the oldest process.
	 */
	long oldest() {
		return this.processes.element().pid();
	}

	/**
	 * {@code kill -9} the oldest process, and start another one.
	 * @return the id of the killed process
	 */
	long replaceOldest() {
		Process oldest = this.processes.remove();
		kill(oldest);
		start();
		return oldest.pid();
	}

	/**
	 * Whether none of the processes has ended by itself.
	 */
	boolean allRun() {
		return this.processes.stream().allMatch(Process::isAlive);
	}

	/**
	 * The end of what they wrote, for messages.
	 */
	String output() {
		return QueueState.tail(this.log);
	}

	private static void kill(Process process) {
		process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		while (!this.processes.isEmpty()) {
			kill(this.processes.remove());
		}
	}

}
