package io.github.valkeyflavors.it.servers;

import java.util.List;

/**
 * A server that can be killed and started again with its data, on the same port.
 */
interface RunningServer extends AutoCloseable {

	String host();

	int port();

	/**
	 * The host under which other servers of the same launcher reach this one.
	 */
	default String peerHost() {
		return host();
	}

	/**
	 * The port under which other servers of the same launcher reach this one.
	 */
	default int peerPort() {
		return port();
	}

	boolean isRunning();

	/**
	 * Let the server run no instruction until it is thawed. Its sockets stay open.
	 */
	void freeze();

	void thaw();

	void kill();

	void restart();

	/**
	 * Start the killed server, and do not wait until it has loaded its data.
	 * @param options for this start only
	 */
	void startLoading(List<String> options);

	/**
	 * Wait until the server has loaded its data.
	 */
	void awaitLoaded();

	@Override
	void close();

}
