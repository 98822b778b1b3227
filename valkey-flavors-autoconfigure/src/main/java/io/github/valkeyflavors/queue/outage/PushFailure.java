package io.github.valkeyflavors.queue.outage;

import io.lettuce.core.RedisCommandExecutionException;

import io.github.valkeyflavors.outage.FlavorUnavailableException;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * Why a push was not acknowledged. Immutable and thread-safe.
 *
 * @param cause the exception
 * @param mayHaveLanded whether the server may have carried it out all the same
 */
record PushFailure(RuntimeException cause, boolean mayHaveLanded) {

	/**
	 * A failure before anything was sent.
	 */
	static PushFailure notSent(RuntimeException cause) {
		return new PushFailure(cause, false);
	}

	/**
	 * A failure of a command. An error that the server answers, or a connection that took
	 * no command, says that nothing happened; everything else leaves it open.
	 */
	static PushFailure of(RuntimeException cause) {
		return new PushFailure(cause, !(isAnswer(cause) || isNotSent(cause)));
	}

	private static boolean isAnswer(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof RedisCommandExecutionException) {
				return true;
			}
		}
		return false;
	}

	private static boolean isNotSent(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = cause.getMessage();
			if (cause instanceof FlavorUnavailableException
					|| (message != null && message.contains("Commands are rejected"))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the server answers, and takes other commands: it is only full, for example.
	 */
	boolean isRefusal() {
		return isAnswer(this.cause) && switch (OutageReason.of(this.cause)) {
			case FULL, DISK, FORBIDDEN, OTHER -> true;
			default -> false;
		};
	}

	/**
	 * Whether the server refuses the jobs for a reason that has nothing to do with an
	 * outage.
	 */
	boolean isMistake() {
		return isAnswer(this.cause) && switch (OutageReason.of(this.cause)) {
			case FORBIDDEN, OTHER -> true;
			default -> false;
		};
	}

	/**
	 * Whether trying again would be of no use.
	 */
	boolean isHopeless() {
		return isAnswer(this.cause) && OutageReason.of(this.cause) == OutageReason.OTHER;
	}

}
