package io.github.valkeyflavors.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.valkeyflavors.it.faults.Line.Fault;
import io.github.valkeyflavors.it.servers.Server;

/**
 * A line to a server on which things go wrong. It listens on a free port of 127.0.0.1, or
 * where it is told to. Each switch has happened when its method returns, and replaces the
 * switch before; only {@link #reset()}, {@link #halfClose()} and {@link #target} happen
 * once, beside it.
 */
public final class TcpProxy implements AutoCloseable {

	private static final int PATIENCE_SECONDS = 10;

	private final Selector selector;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private final AtomicLong accepted = new AtomicLong();

	private final ReplyCut cut = new ReplyCut();

	private final Thread thread = new Thread(this::run, "tcp-proxy");

	private final InetSocketAddress address;

	private ServerSocketChannel listener;

	private SocketAddress target;

	private Line line = Line.CLEAR;

	private volatile boolean over;

	private TcpProxy(InetSocketAddress address, InetSocketAddress target) {
		this.target = target;
		try {
			this.selector = Selector.open();
			this.listener = listen(address);
			this.address = (InetSocketAddress) this.listener.getLocalAddress();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread.setDaemon(true);
	}

	private ServerSocketChannel listen(InetSocketAddress address) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		channel.bind(address).configureBlocking(false).register(this.selector, SelectionKey.OP_ACCEPT);
		return channel;
	}

	/**
	 * Start a proxy that passes everything to a server.
	 */
	public static TcpProxy to(Server server) {
		return to(server.host(), server.port());
	}

	/**
	 * Start a proxy that passes everything to an address.
	 */
	public static TcpProxy to(String host, int port) {
		return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new InetSocketAddress(host, port));
	}

	/**
	 * Start a proxy that passes everything to a server.
	 * @param address where it listens, for example at 127.0.0.2
	 */
	public static TcpProxy at(InetSocketAddress address, Server server) {
		return start(address, new InetSocketAddress(server.host(), server.port()));
	}

	private static TcpProxy start(InetSocketAddress address, InetSocketAddress target) {
		TcpProxy proxy = new TcpProxy(address, target);
		proxy.thread.start();
		return proxy;
	}

	public String host() {
		return this.address.getHostString();
	}

	public int port() {
		return this.address.getPort();
	}

	/**
	 * The environment variables that lead an application through this proxy.
	 * @param prefix such as {@code REDIS} or {@code REDIS_CACHE}
	 */
	public Map<String, String> variables(String prefix) {
		return Map.of(prefix + "_HOST", host(), prefix + "_PORT", Integer.toString(port()));
	}

	/**
	 * The number of connections that are open now.
	 */
	public int open() {
		return this.connections.size();
	}

	/**
	 * The number of connections that have ever been accepted.
	 */
	public long accepted() {
		return this.accepted.get();
	}

	/**
	 * Back to normal: everything passes. Connections that have lost bytes, or carried
	 * garbage, are reset.
	 */
	public void passThrough() {
		become(Line.CLEAR);
	}

	/**
	 * Let all bytes come later. They stay in order.
	 */
	public void delay(Duration toServer, Duration toClient) {
		become(new Line(Fault.NONE, toServer, toClient));
	}

	/**
	 * Accept connections and bytes, and swallow them.
	 */
	public void blackHole() {
		become(new Line(Fault.BLACK_HOLE));
	}

	/**
	 * Replace each reply by as many bytes that mean nothing.
	 */
	public void garbage() {
		become(new Line(Fault.GARBAGE));
	}

	/**
	 * Refuse new connections, as a port without a server does. The others go on.
	 */
	public void refuse() {
		perform(() -> {
			clear(Line.CLEAR);
			this.listener.close();
			// It listens until its key is gone
			this.selector.selectNow();
		});
	}

	/**
	 * Let so many more bytes of replies pass, and then reset the connection of the last
	 * one, once. With 0 a command arrives and its reply is lost.
	 */
	public void resetReplyAfter(int bytes) {
		perform(() -> {
			clear(Line.CLEAR);
			this.cut.arm(bytes);
		});
	}

	/**
	 * Reset all connections that are open.
	 */
	public void reset() {
		perform(() -> this.connections.forEach(ProxiedConnection::reset));
	}

	/**
	 * Tell the clients of all connections that are open that no more replies will come.
	 */
	public void halfClose() {
		perform(() -> this.connections.forEach(ProxiedConnection::halfClose));
	}

	/**
	 * Lead new connections to another address, as a change in the DNS does. The others
	 * stay where they are.
	 */
	public void target(String host, int port) {
		perform(() -> this.target = new InetSocketAddress(host, port));
	}

	private void become(Line changed) {
		perform(() -> clear(changed));
	}

	private void clear(Line changed) throws IOException {
		this.line = changed;
		this.cut.disarm();
		if (changed.fault() == Fault.BLACK_HOLE) {
			this.connections.forEach(ProxiedConnection::lose);
		}
		else {
			this.connections.stream().filter(ProxiedConnection::isHarmed).forEach(ProxiedConnection::reset);
		}
		if (!this.listener.isOpen()) {
			this.listener = listen(this.address);
		}
	}

	private void perform(Switch change) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.tasks.add(() -> {
			try {
				change.perform();
				done.complete(null);
			}
			catch (IOException | RuntimeException ex) {
				done.completeExceptionally(ex);
			}
		});
		this.selector.wakeup();
		done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
	}

	private void run() {
		try {
			while (!this.over) {
				this.selector.select(millisUntilDue());
				accept();
				this.connections.forEach((connection) -> connection.move(this.line, this.cut));
				this.selector.selectedKeys().clear();
				for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
					task.run();
				}
				this.connections.removeIf((connection) -> !connection.isOpen());
			}
			this.connections.forEach(ProxiedConnection::reset);
			this.listener.close();
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// 0 waits until something happens
	private long millisUntilDue() {
		long nanos = this.connections.stream().mapToLong(ProxiedConnection::nanosUntilDue).min().orElse(Flow.NEVER);
		return (nanos != Flow.NEVER) ? Math.max(1, (nanos + 999_999) / 1_000_000) : 0;
	}

	private void accept() throws IOException {
		if (!this.listener.isOpen()) {
			return;
		}
		for (SocketChannel client = this.listener.accept(); client != null; client = this.listener.accept()) {
			this.accepted.incrementAndGet();
			SocketAddress next = (this.line.fault() != Fault.BLACK_HOLE) ? this.target : null;
			this.connections.add(new ProxiedConnection(client, next, this.selector));
		}
	}

	/**
	 * Reset all connections, and listen no more.
	 */
	@Override
	public void close() {
		this.over = true;
		this.selector.wakeup();
		try {
			this.thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What the thread of the proxy does between two looks at its connections.
	 */
	private interface Switch {

		void perform() throws IOException;

	}

}
