package io.github.valkeyflavors.benchmarks.outages;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports below those that the kernel gives to clients: while a server is gone, a client
 * that tries its port again and again must not meet itself there.
 */
final class Ports {

	private static final int FIRST = 20000;

	private static final int LAST = 32000;

	private Ports() {
	}

	static int free() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Taken
			}
		}
	}

}
