package io.github.valkeyflavors.queue;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A job that is about to be enqueued, for tests, and that can be performed as it is.
 */
public class SomeDraft implements JobDraft {

	private final Map<String, String> headers = new HashMap<>();

	@Override
	public String jid() {
		return "b";
	}

	@Override
	public String type() {
		return "some";
	}

	@Override
	public String queue() {
		return "default";
	}

	@Override
	public String arguments() {
		return "[]";
	}

	@Override
	public @Nullable String header(String name) {
		return this.headers.get(name);
	}

	@Override
	public void header(String name, String value) {
		this.headers.put(name, value);
	}

	public JobContext performed() {
		return new SomeJob("b", "[]", this.headers);
	}

}
