package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Failure;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Job;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.JobProcess;
import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueueDescriptors.Running;
import io.github.valkeyflavors.queue.admin.JobEntry;
import io.github.valkeyflavors.queue.admin.WorkerProcess;

/**
 * Describes jobs and processes. Immutable and thread-safe.
 *
 * @param keys names entries
 * @param showValues whether arguments are shown
 */
record JobDescriptions(JobKeys keys, boolean showValues) {

	private static final String HIDDEN = "******";

	List<Job> of(List<JobEntry> entries) {
		return entries.stream().map((entry) -> of(entry, false)).toList();
	}

	Job of(JobEntry entry, boolean withBacktrace) {
		return of(entry, this.keys.of(entry), withBacktrace);
	}

	private Job of(JobEntry entry, @Nullable String key, boolean withBacktrace) {
		JobEntry.Failure failure = entry.failure();
		return new Job(key, clean(entry.jid()), clean(entry.type()), clean(entry.queue()),
				this.showValues ? clean(entry.arguments()) : HIDDEN, clean(entry.tags()), entry.at(), entry.createdAt(),
				entry.enqueuedAt(), entry.retryCount(), (failure != null) ? of(failure, withBacktrace) : null);
	}

	private static Failure of(JobEntry.Failure failure, boolean withBacktrace) {
		return new Failure(clean(failure.errorClass()), clean(failure.errorMessage()), failure.failedAt(),
				withBacktrace ? clean(failure.backtrace()) : null);
	}

	JobProcess of(WorkerProcess process) {
		return new JobProcess(clean(process.identity()), clean(process.hostName()), process.pid(), clean(process.tag()),
				clean(process.labels()), clean(process.version()), process.startedAt(), process.beatAt(),
				process.concurrency(), process.quiet(), clean(process.queues()),
				process.running().stream().map(this::of).toList());
	}

	private Running of(WorkerProcess.RunningJob running) {
		return new Running(clean(running.thread()), clean(running.queue()), running.startedAt(),
				of(running.job(), null, false));
	}

	/**
	 * Returns whether a search may tell that it found an entry. Otherwise one could guess
	 * hidden arguments letter by letter.
	 */
	boolean shows(JobEntry entry, String text) {
		if (this.showValues) {
			return true;
		}
		JobEntry.Failure failure = entry.failure();
		return Stream
			.concat(Stream.of(entry.jid(), entry.type(), entry.queue(), errorClass(failure), errorMessage(failure)),
					entry.tags().stream())
			.anyMatch((shown) -> shown.contains(text));
	}

	private static String errorClass(JobEntry.@Nullable Failure failure) {
		return (failure != null) ? failure.errorClass() : "";
	}

	private static String errorMessage(JobEntry.@Nullable Failure failure) {
		return (failure != null) ? failure.errorMessage() : "";
	}

	private static List<String> clean(List<String> texts) {
		return texts.stream().map(JobDescriptions::clean).toList();
	}

	/**
	 * Bytes that are no UTF-8 stand in an entry as halves of characters, which JSON
	 * cannot carry.
	 */
	private static String clean(String text) {
		return text.codePoints()
			.map((codePoint) -> (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
					? '\uFFFD' : codePoint)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
