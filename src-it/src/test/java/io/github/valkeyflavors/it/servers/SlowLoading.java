package io.github.valkeyflavors.it.servers;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;

import static org.awaitility.Awaitility.await;

/**
 * A snapshot that a server takes a given time to load.
 */
final class SlowLoading {

	static final int DATABASE = 15;

	private static final int KEYS = 200;

	// More than the server loads before it looks at its clients again
	private static final int KEY_BYTES = 2048;

	private SlowLoading() {
	}

	/**
	 * Write the snapshot.
	 * @param commands on {@link #DATABASE}, where keys are added that expire when they
	 * have been loaded
	 * @param duration how long it takes to load them
	 * @return the options to start the server with
	 */
	static List<String> prepare(RedisCommands<String, String> commands, Duration duration) {
		SetArgs expiry = SetArgs.Builder.px(duration.plusSeconds(1));
		for (int number = 0; number < KEYS; number++) {
			commands.set("slow-loading:" + number, incompressible(), expiry);
		}
		if (commands.configGet("appendonly").get("appendonly").equals("yes")) {
			rewriteAppendOnlyFile(commands);
		}
		else {
			commands.save();
		}
		long delay = duration.dividedBy(KEYS).toNanos() / 1000;
		return List.of("--key-load-delay", Long.toString(delay), "--loading-process-events-interval-bytes", "1024");
	}

	private static String incompressible() {
		StringBuilder text = new StringBuilder();
		while (text.length() < KEY_BYTES) {
			text.append(Long.toHexString(ThreadLocalRandom.current().nextLong()).toUpperCase(Locale.ROOT));
		}
		return text.toString();
	}

	// Begins with a snapshot then, and only a snapshot loads key after key
	private static void rewriteAppendOnlyFile(RedisCommands<String, String> commands) {
		commands.bgrewriteaof();
		await().atMost(Connections.TIMEOUT).until(() -> {
			String persistence = commands.info("persistence");
			return persistence.contains("aof_rewrite_in_progress:0") && persistence.contains("aof_rewrite_scheduled:0");
		});
	}

}
