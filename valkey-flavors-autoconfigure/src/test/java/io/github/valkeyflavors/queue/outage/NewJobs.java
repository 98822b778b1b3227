package io.github.valkeyflavors.queue.outage;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.protocol.JobPayload;

/**
 * Jobs as a client makes them.
 */
final class NewJobs {

	private NewJobs() {
	}

	static NewJob job(String jid) {
		return job(jid, "default", OutageMode.BUFFER, null);
	}

	static NewJob job(String jid, OutageMode mode) {
		return job(jid, "default", mode, null);
	}

	static NewJob job(String jid, String queue, OutageMode mode, @Nullable Instant due) {
		String json = "{\"retry\":true,\"queue\":\"%s\",\"class\":\"some\",\"args\":[\"%s\"],\"jid\":\"%s\",\"created_at\":1}"
			.formatted(queue, jid, jid);
		return NewJob.of(JobPayload.parse(json), due, mode);
	}

	static List<NewJob> jobs(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((i) -> job(prefix + i)).toList();
	}

}
