package io.github.valkeyflavors.it.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

import static org.awaitility.Awaitility.await;

/**
 * A server in a container. Its host port is fixed, because Docker would choose another
 * one for each start.
 */
final class ContainerServer implements RunningServer {

	private static final String IMAGE = "valkey/valkey:9.1";

	private static final int PORT = 6379;

	private static final String CONFIGURATION = "/usr/local/etc/valkey.conf";

	private static final int START_ATTEMPTS = 3;

	private final GenericContainer<?> container;

	private final int port;

	private ContainerServer(GenericContainer<?> container, int port) {
		this.container = container;
		this.port = port;
	}

	/**
	 * Start a server, on another port when somebody else takes the first one meanwhile.
	 */
	static ContainerServer start(Path configuration, List<String> options) {
		for (int attempt = 1; attempt < START_ATTEMPTS; attempt++) {
			try {
				return start(configuration, options, freePort());
			}
			catch (ContainerLaunchException ex) {
				// The last attempt tells
			}
		}
		return start(configuration, options, freePort());
	}

	private static ContainerServer start(Path configuration, List<String> options, int port) {
		List<String> command = new ArrayList<>(
				List.of("valkey-server", CONFIGURATION, "--protected-mode", "no", "--enable-debug-command", "yes"));
		command.addAll(options);
		GenericContainer<?> container = new GenericContainer<>(IMAGE).withExposedPorts(PORT)
			.withCopyFileToContainer(MountableFile.forHostPath(configuration, 0644), CONFIGURATION)
			.withCommand(command.toArray(new String[0]))
			.waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
		container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, PORT)));
		container.start();
		return new ContainerServer(container, port);
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String host() {
		return this.container.getHost();
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public String peerHost() {
		return this.container.getContainerInfo()
			.getNetworkSettings()
			.getNetworks()
			.values()
			.iterator()
			.next()
			.getIpAddress();
	}

	@Override
	public int peerPort() {
		return PORT;
	}

	@Override
	public boolean isRunning() {
		return this.container.isRunning();
	}

	@Override
	public void freeze() {
		this.container.getDockerClient().pauseContainerCmd(this.container.getContainerId()).exec();
	}

	@Override
	public void thaw() {
		this.container.getDockerClient().unpauseContainerCmd(this.container.getContainerId()).exec();
	}

	@Override
	public void kill() {
		if (Boolean.TRUE.equals(this.container.getCurrentContainerInfo().getState().getPaused())) {
			thaw();
		}
		this.container.getDockerClient().killContainerCmd(this.container.getContainerId()).exec();
		await().atMost(Duration.ofSeconds(10)).until(() -> !isRunning());
	}

	@Override
	public void restart() {
		this.container.getDockerClient().restartContainerCmd(this.container.getContainerId()).exec();
	}

	@Override
	public void startLoading(List<String> options) {
		throw new UnsupportedOperationException("A container keeps the options of its first start");
	}

	@Override
	public void awaitLoaded() {
		// It is loaded whenever it has started
	}

	@Override
	public void close() {
		this.container.stop();
	}

}
