package io.github.valkeyflavors.queue.admin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;

import io.github.valkeyflavors.queue.admin.WorkerProcess.RunningJob;
import io.github.valkeyflavors.queue.client.LuaScript;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.protocol.QueueKeys;
import io.github.valkeyflavors.queue.protocol.RawJson;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;

/**
 * Reads what processes wrote about themselves: the hash {@code <identity>} with
 * {@code info}, {@code concurrency}, {@code beat} and {@code quiet}, and the hash
 * {@code <identity>:work}. The format is that of {@code Sidekiq::Launcher}. Thread-safe.
 * <p>
 * Removes the identities whose hash has expired from the set {@code processes}.
 */
final class ProcessReader {

	private static final LuaScript READ = new LuaScript("""
			local texts = {}
			for i = 1, #KEYS, 2 do
				local fields = redis.call('HMGET', KEYS[i], 'info', 'concurrency', 'beat', 'quiet')
				for j = 1, 4 do
					texts[#texts + 1] = fields[j] or ''
				end
				local work = redis.call('HGETALL', KEYS[i + 1])
				texts[#texts + 1] = tostring(#work)
				for _, text in ipairs(work) do
					texts[#texts + 1] = text
				end
			end
			return texts
			""");

	// A process that is alive, but late, adds itself again at its next heartbeat
	private static final LuaScript FORGET = new LuaScript("""
			local removed = 0
			for i, identity in ipairs(ARGV) do
				if redis.call('HEXISTS', KEYS[i + 1], 'info') == 0 then
					removed = removed + redis.call('SREM', KEYS[1], identity)
				end
			end
			return removed
			""");

	private ProcessReader() {
	}

	static List<WorkerProcess> read(RedisConnection connection, List<String> identities) {
		List<String> keys = identities.stream()
			.flatMap((identity) -> Stream.of(QueueKeys.process(identity), QueueKeys.work(identity)))
			.toList();
		Iterator<String> texts = READ.list(connection, keys)
			.stream()
			.map((text) -> new String(text, StandardCharsets.UTF_8))
			.iterator();
		List<WorkerProcess> alive = new ArrayList<>();
		List<String> gone = new ArrayList<>();
		for (String identity : identities) {
			String info = texts.next();
			WorkerProcess process = process(identity, info, texts);
			if (info.isEmpty()) {
				gone.add(identity);
			}
			else {
				alive.add(process);
			}
		}
		if (!gone.isEmpty()) {
			forget(connection, gone);
		}
		return alive;
	}

	private static void forget(RedisConnection connection, List<String> gone) {
		List<String> keys = Stream.concat(Stream.of(QueueKeys.PROCESSES), gone.stream().map(QueueKeys::process))
			.toList();
		FORGET.count(connection, keys, gone.toArray());
	}

	private static WorkerProcess process(String identity, String json, Iterator<String> texts) {
		Map<String, String> info = object(json);
		int concurrency = (int) number(texts.next());
		Instant beatAt = SidekiqTime.ofSeconds(texts.next());
		boolean quiet = "true".equals(texts.next());
		return new WorkerProcess(identity, text(info, "hostname"), number(info.get("pid")), text(info, "tag"),
				names(info.get("labels")), text(info, "version"), SidekiqTime.ofSeconds(info.get("started_at")), beatAt,
				concurrency, quiet, queues(info), work(texts));
	}

	// Sidekiq 9 names the queues in its capsules only
	private static List<String> queues(Map<String, String> info) {
		if (info.containsKey("queues")) {
			return names(info.get("queues"));
		}
		return object(info.get("capsules")).values()
			.stream()
			.flatMap((capsule) -> object(object(capsule).get("weights")).keySet().stream())
			.distinct()
			.toList();
	}

	private static List<RunningJob> work(Iterator<String> texts) {
		List<RunningJob> running = new ArrayList<>();
		for (long pairs = number(texts.next()) / 2; pairs > 0; pairs--) {
			String thread = texts.next();
			Map<String, String> work = object(texts.next());
			String queue = text(work, "queue");
			// Old versions of Sidekiq write the payload as an object, not as a text
			String text = RawJson.unquote(work.get("payload"));
			String payload = (text != null) ? text : work.getOrDefault("payload", "");
			running.add(new RunningJob(thread, queue, JobEntries.running(payload, queue),
					SidekiqTime.ofSeconds(work.get("run_at"))));
		}
		running.sort(Comparator.comparing(RunningJob::startedAt, Comparator.nullsFirst(Comparator.naturalOrder())));
		return running;
	}

	private static Map<String, String> object(@Nullable String json) {
		try {
			return (json != null) ? RawJson.object(json) : Map.of();
		}
		catch (MalformedPayloadException ex) {
			return Map.of();
		}
	}

	private static List<String> names(@Nullable String json) {
		try {
			return (json != null)
					? RawJson.array(json).stream().map(RawJson::unquote).filter(Objects::nonNull).distinct().toList()
					: List.of();
		}
		catch (MalformedPayloadException ex) {
			return List.of();
		}
	}

	private static String text(Map<String, String> fields, String name) {
		String text = RawJson.unquote(fields.get(name));
		return (text != null) ? text : "";
	}

	private static long number(@Nullable String text) {
		try {
			return (text != null) ? Long.parseLong(text) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
