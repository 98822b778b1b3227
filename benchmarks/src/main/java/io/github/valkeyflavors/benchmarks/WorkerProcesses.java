package io.github.valkeyflavors.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Several processes that drain one queue together.
 */
final class WorkerProcesses implements AutoCloseable {

	private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);

	private static final int PATIENCE_SECONDS = 30;

	private final List<Member> members = new ArrayList<>();

	private long doneBefore;

	WorkerProcesses(int count) throws IOException {
		for (int i = 0; i < count; i++) {
			this.members.add(new Member());
		}
		for (Member member : this.members) {
			member.expect("ready");
		}
	}

	/**
	 * Starts all workers, waits until a number of jobs ran, and stops them.
	 * @return jobs per second
	 */
	double drain(int jobs) throws IOException {
		long start = System.nanoTime();
		tellAll("start");
		while (tellAll("done") < this.doneBefore + jobs) {
			LockSupport.parkNanos(LOOK);
		}
		double perSecond = LoadApplication.perSecond(jobs, start);
		this.doneBefore = tellAll("stop");
		return perSecond;
	}

	private long tellAll(String line) throws IOException {
		for (Member member : this.members) {
			member.tell(line);
		}
		long done = 0;
		for (Member member : this.members) {
			done += Long.parseLong(member.answer());
		}
		return done;
	}

	@Override
	public void close() throws IOException {
		for (Member member : this.members) {
			member.close();
		}
	}

	/**
	 * One process.
	 */
	private static final class Member implements AutoCloseable {

		private final Process process;

		private final BufferedWriter input;

		private final BufferedReader output;

		Member() throws IOException {
			List<String> command = new ArrayList<>();
			command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
			command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
			command.addAll(List.of("-jar", System.getProperty("java.class.path"), "worker"));
			this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
			this.input = this.process.outputWriter(StandardCharsets.UTF_8);
			this.output = this.process.inputReader(StandardCharsets.UTF_8);
		}

		void tell(String line) throws IOException {
			this.input.write(line);
			this.input.newLine();
			this.input.flush();
		}

		String answer() throws IOException {
			String answer = this.output.readLine();
			if (answer == null) {
				throw new IllegalStateException("A worker process has ended");
			}
			return answer;
		}

		void expect(String line) throws IOException {
			String answer = answer();
			if (!line.equals(answer)) {
				throw new IllegalStateException("A worker process says: " + answer);
			}
		}

		@Override
		public void close() throws IOException {
			this.input.close();
			this.process.onExit().completeOnTimeout(this.process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
			this.process.destroyForcibly();
		}

	}

}
