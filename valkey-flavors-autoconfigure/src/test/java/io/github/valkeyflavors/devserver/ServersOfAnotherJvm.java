package io.github.valkeyflavors.devserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program that starts a development server, writes its port to a file, and then runs
 * until it is told to end.
 */
public final class ServersOfAnotherJvm {

	private ServersOfAnotherJvm() {
	}

	public static void main(String[] args) throws Exception {
		DevelopmentServers servers = DevelopmentServers
			.start(List.of(new DevelopmentServerSpec("queue", ServerPolicy.QUEUE)));
		Path file = Path.of(args[0]);
		Path written = Files.writeString(file.resolveSibling("writing"), Integer.toString(servers.port("queue")));
		Files.move(written, file);
		new CountDownLatch(1).await();
	}

}
