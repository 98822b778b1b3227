package io.github.valkeyflavors.outage;

import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import javax.net.ssl.SSLException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;

/**
 * Why a server did not do what it was asked to, told from the exception: the error codes
 * are those of Valkey's replies, the other texts are Lettuce's.
 *
 * @since 0.1.0
 */
@SuppressWarnings("ImmutableEnumChecker") // the tests have no state
public enum OutageReason {

	/**
	 * The server has no memory left and evicts nothing.
	 */
	FULL(Weight.NONE, "is full and refuses to store more",
			"Raise its 'maxmemory', or find out what fills it; reading still works.",
			(ex) -> says(ex, "oom command not allowed")),

	/**
	 * The server is a replica: it was demoted, or the name leads to the wrong one.
	 */
	READ_ONLY(Weight.DECISIVE, "is a replica and takes no changes",
			"Let the host name lead to the primary, or promote this server; connections are made anew meanwhile.",
			(ex) -> says(ex, "readonly ") || says(ex, "masterdown")),

	/**
	 * The server reads its data from disk.
	 */
	LOADING(Weight.DECISIVE, "has restarted and still loads its data", "Wait: it answers when it has loaded.",
			(ex) -> says(ex, "loading ")),

	/**
	 * The password or user name is wrong, or missing.
	 */
	WRONG_PASSWORD(Weight.DECISIVE, "refuses the login",
			"Compare user name and password with those of the server ('requirepass', ACL).",
			(ex) -> says(ex, "wrongpass") || says(ex, "noauth") || says(ex, "invalid password")
					|| says(ex, "invalid username-password")),

	/**
	 * The user may not run the command.
	 */
	FORBIDDEN(Weight.NONE, "forbids this user the command", "Allow the command in the ACL of the user.",
			(ex) -> says(ex, "noperm") || says(ex, "acl failure in script")),

	/**
	 * The server has as many clients as it takes.
	 */
	TOO_MANY_CLIENTS(Weight.DECISIVE, "has reached its 'maxclients'",
			"Raise 'maxclients', or find out who keeps so many connections ('CLIENT LIST').",
			(ex) -> says(ex, "max number of clients reached")),

	/**
	 * The cluster does not serve all its slots.
	 */
	CLUSTER_DOWN(Weight.FAILURE, "is a cluster that is down", "Look at 'CLUSTER INFO'.",
			(ex) -> says(ex, "clusterdown")),

	/**
	 * A script runs for too long.
	 */
	BUSY(Weight.FAILURE, "is busy with a script", "Find the script that runs for so long; 'SCRIPT KILL' ends it.",
			(ex) -> says(ex, "busy ")),

	/**
	 * The server has fewer replicas than its writes need.
	 */
	TOO_FEW_REPLICAS(Weight.NONE, "has too few replicas to take changes",
			"See whether its replicas run; 'min-replicas-to-write' says how many it needs.",
			(ex) -> says(ex, "noreplicas")),

	/**
	 * The server cannot write to its disk.
	 */
	DISK(Weight.NONE, "cannot save to its disk and takes no changes",
			"Make room on its disk, or see its log for why it cannot save.", (ex) -> says(ex, "misconf")),

	/**
	 * The host name has no address.
	 */
	UNKNOWN_HOST(Weight.DECISIVE, "has a name without an address", "Look at the host name and at DNS.",
			(ex) -> is(ex, UnknownHostException.class)),

	/**
	 * TLS could not be agreed on.
	 */
	TLS(Weight.DECISIVE, "does not agree on TLS",
			"Compare 'ssl' and the SSL bundle with the certificate and the port of the server.",
			(ex) -> is(ex, SSLException.class) || says(ex, "not an ssl/tls record") || says(ex, "sslhandshake")),

	/**
	 * The bytes of the server are none of its protocol.
	 */
	PROTOCOL(Weight.DECISIVE, "does not speak the protocol", "See which program listens at the host and port.",
			(ex) -> says(ex, "redisprotocolexception") || says(ex, "invalid first byte")
					|| says(ex, "protocol violation") || says(ex, "numberformatexception")),

	/**
	 * The answer did not come in time.
	 */
	TIMEOUT(Weight.FAILURE, "does not answer in time",
			"See whether the server is overloaded or frozen, and whether TLS is on or off on both sides; 'command-timeout' says how long to wait.",
			(ex) -> is(ex, RedisCommandTimeoutException.class) || is(ex, QueryTimeoutException.class)
					|| is(ex, TimeoutException.class) || says(ex, "timed out")),

	/**
	 * There is no connection, or it broke.
	 */
	DISCONNECTED(Weight.DECISIVE, "cannot be reached", "See whether the server runs, and the network to it.",
			(ex) -> says(ex, "connection refused") || says(ex, "unable to connect") || says(ex, "cannot connect")
					|| says(ex, "not connected") || says(ex, "connection reset") || says(ex, "connection closed")
					|| says(ex, "connection is closed") || says(ex, "broken pipe") || says(ex, "disconnected")
					|| says(ex, "no route to host") || says(ex, "network is unreachable")
					|| says(ex, "could not get a resource from the pool")),

	/**
	 * Anything else.
	 */
	OTHER(Weight.NONE, "failed", "See the error.", (ex) -> true);

	private final Weight weight;

	private final String symptom;

	private final String remedy;

	private final Predicate<Throwable> test;

	OutageReason(Weight weight, String symptom, String remedy, Predicate<Throwable> test) {
		this.weight = weight;
		this.symptom = symptom;
		this.remedy = remedy;
		this.test = test;
	}

	/**
	 * Tells the reason from an exception and its causes.
	 * @param failure the exception of Spring Data or of Lettuce
	 * @return the first reason that fits, {@link #OTHER} if none does
	 */
	public static OutageReason of(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof FlavorUnavailableException unavailable) {
				return unavailable.reason();
			}
		}
		return Arrays.stream(values()).filter((reason) -> reason.test.test(failure)).findFirst().orElse(OTHER);
	}

	/**
	 * Returns the value of the tag {@code reason} of meters.
	 * @return the name in lower case, with hyphens
	 */
	public String tag() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Returns what is wrong, to be read after the name of the server.
	 * @return a verb phrase
	 */
	public String symptom() {
		return this.symptom;
	}

	/**
	 * Returns what to do about it.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

	/**
	 * Whether a command that fails for this reason says that the server is unwell.
	 */
	boolean isFailure() {
		return this.weight != Weight.NONE;
	}

	/**
	 * Whether the server answers and reads, but takes no writes.
	 */
	boolean isRefusal() {
		return this == FULL || this == TOO_FEW_REPLICAS || this == DISK;
	}

	/**
	 * Whether one such failure is enough to know that no other command will succeed.
	 */
	boolean isDecisive() {
		return this.weight == Weight.DECISIVE;
	}

	/**
	 * Whether the client did not send the command, because this one of its connections is
	 * being made again. Others may well work.
	 */
	static boolean isNotSent(Throwable failure) {
		return says(failure, "commands are rejected");
	}

	private static boolean is(Throwable failure, Class<? extends Throwable> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return true;
			}
		}
		return false;
	}

	private static boolean says(Throwable failure, String text) {
		String reply = reply(failure);
		if (reply != null) {
			return saysCode(reply, text);
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause).toLowerCase(Locale.ROOT).contains(text)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What the server answered, in lower case, {@code null} if it is no answer.
	 */
	private static @Nullable String reply(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof RedisCommandExecutionException) {
				return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
			}
		}
		return null;
	}

	// An answer begins with its code; what a script says of itself is none
	private static boolean saysCode(String reply, String text) {
		return reply.startsWith(text) || reply.startsWith("err " + text) || reply.contains(": -" + text);
	}

	private enum Weight {

		NONE, FAILURE, DECISIVE

	}

}
