package io.github.valkeyflavors.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A process that does what its input says, line by line: {@code start} and {@code stop}
 * the worker, or {@code done} for the number of jobs that it has performed since its
 * start. Each line is answered with one line.
 */
final class WorkerProcess {

	private WorkerProcess() {
	}

	static void main(Numbers numbers) throws IOException {
		try (LoadApplication application = new LoadApplication(numbers);
				BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			answer("ready");
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				switch (line) {
					case "start" -> application.worker().start();
					case "stop" -> application.worker().stop();
					case "done" -> {
					}
					default -> throw new IllegalArgumentException(line);
				}
				answer(Long.toString(-application.jobs().left()));
			}
		}
	}

	private static void answer(String line) {
		System.out.println(line);
		System.out.flush();
	}

}
