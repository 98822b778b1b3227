package io.github.valkeyflavors.it.servers;

/**
 * A server that can be killed and started again with its data, on the same port.
 */
interface RunningServer extends AutoCloseable {

	String host();

	int port();

	boolean isRunning();

	void kill();

	void restart();

	@Override
	void close();

}
