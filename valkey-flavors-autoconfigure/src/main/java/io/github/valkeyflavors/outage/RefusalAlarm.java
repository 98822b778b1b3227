package io.github.valkeyflavors.outage;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server answers, but refuses writes: because it is full, has too few replicas,
 * or cannot save to its disk. On from the first write that is refused until a command of
 * the same name succeeds and none was refused for five seconds, or a minute if it is that
 * of scripts, so that a server at its limit does not turn it on and off all the time.
 * Thread-safe.
 */
final class RefusalAlarm {

	private static final Log logger = LogFactory.getLog(RefusalAlarm.class);

	private static final Duration QUIET = Duration.ofSeconds(5);

	/**
	 * Scripts that write and scripts that free memory have the same command.
	 */
	private static final Duration QUIET_SCRIPTS = Duration.ofSeconds(60);

	private static final Set<String> SCRIPTS = Set.of("EVAL", "EVALSHA", "FCALL");

	private final String flavor;

	private final String server;

	private final LongSupplier nanoTime;

	private volatile @Nullable Refusal last;

	RefusalAlarm(String flavor, String server, LongSupplier nanoTime) {
		this.flavor = flavor;
		this.server = server;
		this.nanoTime = nanoTime;
	}

	/**
	 * Why writes are refused, {@code null} if they are not.
	 */
	@Nullable OutageReason reason() {
		Refusal refusal = this.last;
		return (refusal != null) ? refusal.reason() : null;
	}

	synchronized void refused(String command, OutageReason reason) {
		if (reason() != reason) {
			logger
				.error("Flavor '%s': %s %s. %s".formatted(this.flavor, this.server, reason.symptom(), reason.remedy()));
		}
		this.last = new Refusal(command, reason, this.nanoTime.getAsLong());
	}

	void succeeded(String command) {
		if (this.last != null) {
			end(command);
		}
	}

	private synchronized void end(String command) {
		Refusal refusal = this.last;
		if (refusal != null && refusal.command().equals(command)
				&& this.nanoTime.getAsLong() - refusal.atNanos() >= quiet(command).toNanos()) {
			this.last = null;
			logger.info("Flavor '%s': %s %s again".formatted(this.flavor, this.server,
					(refusal.reason() == OutageReason.FULL) ? "has room" : "takes changes"));
		}
	}

	private static Duration quiet(String command) {
		return SCRIPTS.contains(command) ? QUIET_SCRIPTS : QUIET;
	}

	private record Refusal(String command, OutageReason reason, long atNanos) {

	}

}
