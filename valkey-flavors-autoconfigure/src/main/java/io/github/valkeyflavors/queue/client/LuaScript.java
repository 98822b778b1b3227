package io.github.valkeyflavors.queue.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;

/**
 * A script that changes the state of a job in one step on the server. It is sent by its
 * digest; a server that does not know it (yet, or any more) gets its text once.
 * <p>
 * Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class LuaScript {

	private final byte[] source;

	private final String digest;

	/**
	 * Creates a script.
	 * @param source the text of the script
	 */
	public LuaScript(String source) {
		this.source = bytes(source);
		this.digest = sha1(this.source);
	}

	/**
	 * Runs a script that returns a number.
	 * @param connection the connection to run it on
	 * @param keys all keys that it uses
	 * @param arguments the arguments, text or bytes
	 * @return the number
	 * @throws org.springframework.dao.DataAccessException if the server fails or is away
	 */
	public long count(RedisConnection connection, List<String> keys, Object... arguments) {
		return (run(connection, ReturnType.INTEGER, keys, arguments) instanceof Long count) ? count : 0;
	}

	/**
	 * Runs a script that returns a list of texts.
	 * @param connection the connection to run it on
	 * @param keys all keys that it uses
	 * @param arguments the arguments, text or bytes
	 * @return the texts as bytes, none if the script returned nothing
	 * @throws org.springframework.dao.DataAccessException if the server fails or is away
	 */
	public List<byte[]> list(RedisConnection connection, List<String> keys, Object... arguments) {
		if (run(connection, ReturnType.MULTI, keys, arguments) instanceof List<?> texts) {
			return texts.stream().map(byte[].class::cast).toList();
		}
		return List.of();
	}

	private @Nullable Object run(RedisConnection connection, ReturnType type, List<String> keys, Object... arguments) {
		byte[][] keysAndArguments = new byte[keys.size() + arguments.length][];
		for (int i = 0; i < keys.size(); i++) {
			keysAndArguments[i] = bytes(keys.get(i));
		}
		for (int i = 0; i < arguments.length; i++) {
			keysAndArguments[keys.size() + i] = (arguments[i] instanceof byte[] raw) ? raw
					: bytes(arguments[i].toString());
		}
		try {
			return connection.scriptingCommands().evalSha(this.digest, type, keys.size(), keysAndArguments);
		}
		catch (RedisSystemException ex) {
			if (!isUnknownScript(ex)) {
				throw ex;
			}
			return connection.scriptingCommands().eval(this.source, type, keys.size(), keysAndArguments);
		}
	}

	private static boolean isUnknownScript(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause.getMessage() != null && cause.getMessage().contains("NOSCRIPT")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns a text as it is sent to the server.
	 * @param text the text
	 * @return its UTF-8 bytes
	 */
	public static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Returns a text as it comes from the server.
	 * @param bytes its UTF-8 bytes
	 * @return the text
	 */
	public static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static String sha1(byte[] source) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
