package io.github.valkeyflavors.queue.protocol;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * A job that Rails' ActiveJob enqueued: the payload's {@code class} is an adapter, and
 * its only argument an object with the {@code job_class} and the {@code arguments} of the
 * job.
 * <p>
 * Of the marks that ActiveJob leaves in arguments, {@code _aj_serialized} is replaced by
 * the value it stands beside, {@code _aj_globalid} by the text of the id, and those that
 * only help Ruby are dropped. The format is that of {@code ActiveJob::Arguments} of Rails
 * 8.
 */
final class ActiveJobWrapper {

	private static final Set<String> ADAPTERS = Set.of("Sidekiq::ActiveJob::Wrapper",
			"ActiveJob::QueueAdapters::SidekiqAdapter::JobWrapper");

	private static final String MARK = "_aj_";

	private final Map<String, String> job;

	private ActiveJobWrapper(Map<String, String> job) {
		this.job = job;
	}

	static @Nullable ActiveJobWrapper of(String type, String arguments) {
		if (!ADAPTERS.contains(type)) {
			return null;
		}
		List<String> wrapped = RawJson.array(arguments);
		if (wrapped.size() != 1 || !wrapped.get(0).startsWith("{")) {
			return null;
		}
		ActiveJobWrapper wrapper = new ActiveJobWrapper(RawJson.object(wrapped.get(0)));
		return (wrapper.type() != null && wrapper.job.getOrDefault("arguments", "").startsWith("[")) ? wrapper : null;
	}

	@Nullable String type() {
		return RawJson.unquote(this.job.get("job_class"));
	}

	String arguments() {
		return withoutMarks(this.job.getOrDefault("arguments", "[]"));
	}

	private static String withoutMarks(String json) {
		if (json.startsWith("[")) {
			StringJoiner values = new StringJoiner(",", "[", "]");
			RawJson.array(json).forEach((value) -> values.add(withoutMarks(value)));
			return values.toString();
		}
		return json.startsWith("{") ? withoutMarks(RawJson.object(json)) : json;
	}

	private static String withoutMarks(Map<String, String> object) {
		if (object.containsKey("_aj_globalid")) {
			return object.get("_aj_globalid");
		}
		if (object.containsKey("_aj_serialized")) {
			return withoutMarks(object.getOrDefault("value", "null"));
		}
		StringJoiner fields = new StringJoiner(",", "{", "}");
		object.forEach((name, value) -> {
			if (!name.startsWith(MARK)) {
				fields.add(RawJson.quote(name) + ":" + withoutMarks(value));
			}
		});
		return fields.toString();
	}

}
