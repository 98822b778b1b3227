package io.github.valkeyflavors.it.faults;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.github.valkeyflavors.it.faults.Line.Fault;

/**
 * A connection of a client to a {@link TcpProxy}, and the one that leads on. Only for the
 * thread of the proxy.
 */
final class ProxiedConnection {

	private final SocketChannel client;

	private final SocketChannel server;

	private final SelectionKey clientKey;

	private final SelectionKey serverKey;

	private final Flow toServer;

	private final Flow toClient;

	private boolean harmed;

	/**
	 * Lead on a connection.
	 * @param target null for one that leads nowhere
	 */
	ProxiedConnection(SocketChannel client, SocketAddress target, Selector selector) throws IOException {
		this.client = client;
		this.server = SocketChannel.open();
		for (SocketChannel channel : List.of(this.client, this.server)) {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
		}
		this.toServer = new Flow(this.client, this.server);
		this.toClient = new Flow(this.server, this.client);
		this.clientKey = this.client.register(selector, (target != null) ? 0 : SelectionKey.OP_READ);
		this.serverKey = this.server.register(selector, 0);
		this.harmed = (target == null);
		if (target != null) {
			connect(target);
		}
	}

	private void connect(SocketAddress target) {
		try {
			boolean connected = this.server.connect(target);
			this.serverKey.interestOps(connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
			this.clientKey.interestOps(connected ? SelectionKey.OP_READ : 0);
		}
		catch (IOException ex) {
			reset();
		}
	}

	/**
	 * Move what can be moved.
	 */
	void move(Line line, ReplyCut cut) {
		try {
			if (this.server.isConnectionPending() && !this.server.finishConnect()) {
				return;
			}
			if (this.clientKey.isValid() && this.clientKey.isReadable()) {
				readRequests(line);
			}
			if (this.serverKey.isValid() && this.server.isConnected() && this.serverKey.isReadable()) {
				readReplies(line, cut);
			}
			write();
		}
		catch (IOException ex) {
			reset();
		}
	}

	private void readRequests(Line line) throws IOException {
		ByteBuffer bytes = this.toServer.read();
		if (isNothing(bytes)) {
			return;
		}
		if (line.fault() == Fault.BLACK_HOLE) {
			this.harmed = true;
			return;
		}
		this.toServer.add(bytes, line.toServer());
	}

	private void readReplies(Line line, ReplyCut cut) throws IOException {
		ByteBuffer bytes = this.toClient.read();
		if (isNothing(bytes)) {
			return;
		}
		if (line.fault() == Fault.BLACK_HOLE) {
			this.harmed = true;
			return;
		}
		if (bytes != null && line.fault() == Fault.GARBAGE) {
			this.harmed = true;
			replaceByGarbage(bytes);
		}
		if (bytes != null && cut.cuts(bytes.remaining())) {
			this.client.write(bytes.limit(cut.bytesLeft()));
			cut.disarm();
			reset();
			return;
		}
		cut.passed((bytes != null) ? bytes.remaining() : 0);
		this.toClient.add(bytes, line.toClient());
	}

	// A key may still say that it is readable from the last time
	private static boolean isNothing(ByteBuffer bytes) {
		return bytes != null && !bytes.hasRemaining();
	}

	// No such byte begins a reply, or ends a line
	private static void replaceByGarbage(ByteBuffer bytes) {
		for (int index = 0; index < bytes.limit(); index++) {
			bytes.put(index, (byte) ThreadLocalRandom.current().nextInt('a', 'z' + 1));
		}
	}

	private void write() throws IOException {
		if (!this.client.isOpen()) {
			return;
		}
		this.toClient.write();
		if (this.server.isConnected()) {
			this.toServer.write();
		}
		if (isOver()) {
			close();
			return;
		}
		this.clientKey.interestOps(interest(this.toServer, this.toClient));
		this.serverKey.interestOps(this.server.isConnected() ? interest(this.toClient, this.toServer) : 0);
	}

	private boolean isOver() {
		return (this.toServer.isEnded() && this.toClient.isEnded())
				|| (this.toServer.isClosed() && this.toClient.isClosed());
	}

	private static int interest(Flow from, Flow to) {
		return (from.wantsToRead() ? SelectionKey.OP_READ : 0) | (to.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
	}

	long nanosUntilDue() {
		return Math.min(this.toServer.nanosUntilDue(), this.toClient.nanosUntilDue());
	}

	/**
	 * Lose what is on its way.
	 */
	void lose() {
		boolean request = this.toServer.lose();
		boolean reply = this.toClient.lose();
		this.harmed = this.harmed || request || reply;
	}

	/**
	 * Whether something has been lost or falsified, so that the rest makes no sense.
	 */
	boolean isHarmed() {
		return this.harmed;
	}

	boolean isOpen() {
		return this.client.isOpen();
	}

	/**
	 * Tell the client that no more replies will come.
	 */
	void halfClose() {
		try {
			this.toClient.end();
		}
		catch (IOException ex) {
			reset();
		}
	}

	void reset() {
		try (this.client; this.server) {
			this.client.setOption(StandardSocketOptions.SO_LINGER, 0);
			this.server.setOption(StandardSocketOptions.SO_LINGER, 0);
		}
		catch (IOException ex) {
			// It is closed all the same
		}
	}

	private void close() throws IOException {
		try (this.client; this.server) {
			// Nothing is left to do
		}
	}

}
