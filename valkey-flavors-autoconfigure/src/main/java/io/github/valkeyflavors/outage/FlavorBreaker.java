package io.github.valkeyflavors.outage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one flavor. It opens when commands fail or are slow at a rate,
 * at once when a failure says that no other command can succeed, and when a feature lost
 * a write that must be made good. While it is open nobody asks the server but a probe in
 * the background; it closes once the server answers the probe and every {@link Recovery}
 * is complete, never by a request of a user.
 * <p>
 * Thread-safe. Close it before the connection factories: it has one thread while it is
 * open, and none otherwise. Opening, closing and each change of the reason in between are
 * logged in one line.
 *
 * @since 0.1.0
 */
public final class FlavorBreaker implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(FlavorBreaker.class);

	private static final Duration NEVER = Duration.ofDays(36_500);

	private final String flavor;

	private final String server;

	private final BreakerSettings settings;

	private final LongSupplier nanoTime;

	private final CircuitBreaker circuit;

	private final Probe probe;

	private final ProbeLoop probing;

	private final RefusalAlarm refusals;

	private final List<Recovery> recoveries = new CopyOnWriteArrayList<>();

	private final List<BreakerListener> listeners = new CopyOnWriteArrayList<>();

	private final List<BooleanSupplier> covers = new CopyOnWriteArrayList<>();

	private final Object lock = new Object();

	private volatile @Nullable Outage outage;

	private volatile boolean used;

	/**
	 * Creates a closed breaker.
	 * @param flavor the name of the flavor
	 * @param server the server, for the log, without credentials
	 * @param settings when to open
	 * @param probe finds out whether the server works again
	 * @param nanoTime the monotonic clock
	 */
	public FlavorBreaker(String flavor, String server, BreakerSettings settings, Probe probe, LongSupplier nanoTime) {
		this.flavor = flavor;
		this.server = server;
		this.settings = settings;
		this.probe = probe;
		this.nanoTime = nanoTime;
		this.refusals = new RefusalAlarm(flavor, server, nanoTime);
		this.circuit = CircuitBreaker.of(flavor,
				CircuitBreakerConfig.custom()
					.slidingWindowSize(settings.windowSize())
					.minimumNumberOfCalls(settings.minimumCommands())
					.failureRateThreshold(settings.failureRate())
					.slowCallRateThreshold(settings.slowRate())
					.slowCallDurationThreshold(settings.slowAfter())
					.waitDurationInOpenState(NEVER)
					.build());
		this.probing = new ProbeLoop(flavor, settings.probeInterval(), this::tryToClose, nanoTime);
	}

	/**
	 * Returns the flavor.
	 * @return its name
	 */
	public String flavor() {
		return this.flavor;
	}

	/**
	 * Returns the server.
	 * @return its address, without credentials
	 */
	public String server() {
		return this.server;
	}

	/**
	 * Returns whether the server is not asked now.
	 * @return whether the breaker is open
	 */
	public boolean isOpen() {
		return this.outage != null;
	}

	/**
	 * Returns the present outage.
	 * @return what is known about it, or {@code null} while the breaker is closed
	 */
	public @Nullable Outage outage() {
		return this.outage;
	}

	/**
	 * Returns how long the present outage has lasted.
	 * @return the duration, zero while the breaker is closed
	 */
	public Duration outageDuration() {
		Outage current = this.outage;
		return (current != null) ? Duration.ofNanos(current.nanosUntil(this.nanoTime.getAsLong())) : Duration.ZERO;
	}

	/**
	 * Returns why the server refuses writes, although it answers and still reads.
	 * @return {@link OutageReason#FULL}, {@link OutageReason#TOO_FEW_REPLICAS} or
	 * {@link OutageReason#DISK}, or {@code null} if the last writes were not refused
	 */
	public @Nullable OutageReason refusal() {
		return this.refusals.reason();
	}

	/**
	 * Returns whether the server refuses writes because it is full, and still reads.
	 * @return whether the last writes were refused
	 */
	public boolean isFull() {
		return this.refusals.reason() == OutageReason.FULL;
	}

	/**
	 * Notes that the application relies on the server.
	 */
	public void use() {
		this.used = true;
	}

	/**
	 * Returns whether the application relies on the server.
	 * @return whether a connection was asked for, other than to look how the server is
	 */
	public boolean isUsed() {
		return this.used;
	}

	/**
	 * Lets the caller go on if the breaker is closed.
	 * @throws FlavorUnavailableException if it is open
	 */
	public void check() {
		Outage current = this.outage;
		if (current != null) {
			current.miss();
			throw new FlavorUnavailableException(this.flavor, current.reason());
		}
	}

	/**
	 * Adds what has to be made good before the breaker closes.
	 * @param recovery the recovery, kept for the life of the breaker
	 */
	public void addRecovery(Recovery recovery) {
		this.recoveries.add(recovery);
	}

	/**
	 * Adds somebody to be told.
	 * @param listener the listener, kept for the life of the breaker
	 */
	public void addListener(BreakerListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Adds what the flavor stands for while its server is away, for the severity of its
	 * health: misses of a cache, or jobs that are kept.
	 * @param cover tells whether the feature still does its work without the server; must
	 * neither block nor do I/O
	 */
	public void addCover(BooleanSupplier cover) {
		this.covers.add(cover);
	}

	/**
	 * Returns whether the application can do without the server for now.
	 * @return whether there is a cover and all of them hold
	 */
	public boolean isCovered() {
		return !this.covers.isEmpty() && this.covers.stream().allMatch(BooleanSupplier::getAsBoolean);
	}

	/**
	 * Counts an operation of a feature that did without the server.
	 * @param operation what it wanted to do, for example {@code get}: one of few words
	 * @param failure why it could not
	 */
	public void failed(String operation, Throwable failure) {
		OutageReason reason = OutageReason.of(failure);
		this.listeners.forEach((listener) -> listener.failed(this, operation, reason));
	}

	/**
	 * Opens the breaker because something that must be made good did not reach the
	 * server. A disabled breaker opens, too.
	 * @param cause why it did not
	 * @param remember keeps for a recovery what is to be made good; it runs in one step
	 * with the opening, under the breaker's lock, and must neither block nor do I/O
	 */
	public void open(Throwable cause, Runnable remember) {
		synchronized (this.lock) {
			remember.run();
			open(OutageReason.of(cause), cause);
		}
	}

	/**
	 * Does something under the breaker's lock if the breaker is open.
	 * @param remember keeps what is to be made good; must neither block nor do I/O
	 * @return whether it ran: if not, the breaker has closed meanwhile and the server can
	 * be asked
	 */
	public boolean ifOpen(Runnable remember) {
		synchronized (this.lock) {
			if (this.outage == null) {
				return false;
			}
			remember.run();
			return true;
		}
	}

	/**
	 * Tells of a command that the server answered.
	 * @param command the name of the command
	 * @param duration how long it took
	 */
	public void commandSucceeded(String command, Duration duration) {
		this.refusals.succeeded(command);
		if (this.outage == null && this.settings.enabled()) {
			this.circuit.onSuccess(duration.toNanos(), TimeUnit.NANOSECONDS);
			openIfTripped(OutageReason.TIMEOUT, null);
		}
	}

	/**
	 * Tells of a command that failed.
	 * @param command the name of the command
	 * @param failure the exception of the client; an answer such as {@code WRONGTYPE} is
	 * no failure of the server
	 */
	public void commandFailed(String command, Throwable failure) {
		OutageReason reason = OutageReason.of(failure);
		if (reason.isRefusal()) {
			this.refusals.refused(command, reason);
		}
		if (this.outage != null || !this.settings.enabled()) {
			return;
		}
		if (reason.isDecisive() && !OutageReason.isNotSent(failure)) {
			serverFailed(failure);
		}
		else if (reason.isFailure()) {
			this.circuit.onError(this.settings.slowAfter().toNanos(), TimeUnit.NANOSECONDS, failure);
			openIfTripped(reason, failure);
		}
		else {
			this.circuit.onSuccess(0, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Tells of a failure that is enough to open, for example that no connection could be
	 * made. A disabled breaker stays closed.
	 * @param failure the exception of the client
	 */
	public void serverFailed(Throwable failure) {
		if (this.settings.enabled()) {
			synchronized (this.lock) {
				open(OutageReason.of(failure), failure);
			}
		}
	}

	private void openIfTripped(OutageReason reason, @Nullable Throwable cause) {
		if (this.circuit.getState() == CircuitBreaker.State.OPEN) {
			synchronized (this.lock) {
				open(reason, cause);
			}
		}
	}

	// Under the lock
	private void open(OutageReason reason, @Nullable Throwable cause) {
		if (this.outage != null || this.probing.isClosed()) {
			return;
		}
		Outage opened = new Outage(reason, this.nanoTime.getAsLong());
		if (this.circuit.getState() != CircuitBreaker.State.OPEN) {
			this.circuit.transitionToOpenState();
		}
		this.outage = opened;
		if (this.probe.isActive()) {
			logger.warn(line(reason, cause));
		}
		this.listeners.forEach((listener) -> listener.opened(this, opened));
		this.probing.start();
	}

	private String line(OutageReason reason, @Nullable Throwable cause) {
		String detail = (cause != null) ? " (%s)".formatted(innermost(cause)) : "";
		return "Flavor '%s' is out of service: %s %s%s. %s".formatted(this.flavor, this.server, reason.symptom(),
				detail, reason.remedy());
	}

	private static String innermost(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		String message = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		return message.lines().findFirst().orElse("").strip();
	}

	/**
	 * One turn of the probe.
	 * @return whether the breaker has closed
	 */
	private boolean tryToClose() {
		Outage current = this.outage;
		if (current == null) {
			return true;
		}
		try {
			this.probe.probe(current.reason());
			do {
				this.recoveries.forEach(Recovery::recover);
			}
			while (!close(current));
			return true;
		}
		// Whatever it is, the next turn may succeed
		catch (RuntimeException ex) {
			OutageReason reason = OutageReason.of(ex);
			if (current.update(reason)) {
				logger.warn(line(reason, ex));
			}
			return false;
		}
	}

	private boolean close(Outage current) {
		synchronized (this.lock) {
			if (!this.recoveries.stream().allMatch(Recovery::isComplete)) {
				return false;
			}
			this.circuit.transitionToClosedState();
			this.outage = null;
		}
		long millis = TimeUnit.NANOSECONDS.toMillis(current.nanosUntil(this.nanoTime.getAsLong()));
		logger.info("Flavor '%s' is back after %,d ms: %s answers. It was not asked %,d times meanwhile"
			.formatted(this.flavor, millis, this.server, current.missed()));
		this.listeners.forEach((listener) -> listener.closed(this, current));
		return true;
	}

	/**
	 * Ends the probe. The breaker stays as it is.
	 */
	@Override
	public void close() {
		this.probing.close();
	}

	@Override
	public String toString() {
		Outage current = this.outage;
		return "breaker of flavor '%s', %s".formatted(this.flavor,
				(current != null) ? "open: server " + current.reason().symptom() : "closed");
	}

}
