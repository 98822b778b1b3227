package io.github.valkeyflavors.devserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Reads a server's configuration with nothing but a socket.
 */
final class RespClient {

	private static final int TIMEOUT_MILLIS = 2000;

	private RespClient() {
	}

	static boolean isListening(int port) {
		try (Socket socket = connect(port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	static String config(int port, String name) {
		try (Socket socket = connect(port)) {
			socket.getOutputStream().write(("CONFIG GET " + name + "\r\n").getBytes(StandardCharsets.US_ASCII));
			BufferedReader reply = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			for (int line = 0; line < 4; line++) {
				reply.readLine();
			}
			return reply.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Socket connect(int port) throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
		return socket;
	}

}
