package io.github.valkeyflavors.queue.outage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.outage.Backlog.Left;

/**
 * What becomes of the backlog when the application stops, and starts again. Used by the
 * threads that start and stop it, and by that of the drain. Thread-safe.
 */
final class BacklogKeeper {

	private static final Log logger = LogFactory.getLog(BacklogKeeper.class);

	private final Backlog backlog;

	private final BacklogDrain drain;

	private final OutageSettings settings;

	private final @Nullable BacklogFile file;

	private final Set<String> restored = new HashSet<>();

	BacklogKeeper(Backlog backlog, BacklogDrain drain, OutageSettings settings) {
		this.backlog = backlog;
		this.drain = drain;
		this.settings = settings;
		Path path = settings.file();
		this.file = (path != null) ? new BacklogFile(path) : null;
	}

	synchronized void start() {
		this.backlog.open();
		if (this.file == null) {
			return;
		}
		try {
			List<NewJob> left = this.file.read();
			if (!left.isEmpty()) {
				logger.info("%s from '%s'".formatted(JobList.count(left.size(), "taken over"), this.settings.file()));
				left.forEach((job) -> this.restored.add(job.jid()));
				this.backlog.restore(left);
				this.drain.wake();
			}
		}
		catch (IOException ex) {
			logger.error("Jobs that an earlier process may have left in '%s' cannot be read. They stay there: %s"
				.formatted(this.settings.file(), ex), ex);
		}
	}

	// The jobs stay in the file until the server has them
	synchronized void emptied() {
		if (this.file == null || this.restored.isEmpty()) {
			return;
		}
		try {
			this.file.update(this.restored, List.of());
			logger.info("The jobs from '%s' are pushed".formatted(this.settings.file()));
			this.restored.clear();
		}
		catch (IOException ex) {
			logger.error("'%s' cannot be emptied. Its jobs are pushed, and will not be pushed again within a week: %s"
				.formatted(this.settings.file(), ex), ex);
		}
	}

	void stop() {
		if (!this.backlog.isEmpty()) {
			logger.info("%s for up to %s".formatted(
					JobList.count(this.backlog.size(), "not pushed yet: the stop waits for the queue server"),
					this.settings.stopTimeout()));
			this.drain.hurry();
			this.backlog.awaitEmpty(this.settings.stopTimeout());
		}
		Left left = this.backlog.close();
		if (left.jobs().isEmpty()) {
			emptied();
		}
		else if (this.file == null || !write(left)) {
			drop(left);
		}
	}

	private synchronized boolean write(Left left) {
		if (this.file == null) {
			return false;
		}
		Set<String> pushed = new HashSet<>(this.restored);
		pushed.removeAll(left.jobs().stream().map(NewJob::jid).collect(Collectors.toSet()));
		try {
			this.file.update(pushed, left.jobs());
			this.restored.clear();
			logger.warn("%s in '%s' for the next start: the queue server did not take them in time"
				.formatted(JobList.count(left.jobs().size(), "kept"), this.settings.file()));
			return true;
		}
		catch (IOException ex) {
			logger.error("'%s' cannot be written: %s".formatted(this.settings.file(), ex), ex);
			return false;
		}
	}

	// Those from the file are still there
	private synchronized void drop(Left left) {
		List<NewJob> lost = new ArrayList<>(left.jobs());
		lost.removeIf((job) -> this.restored.contains(job.jid()));
		this.restored.clear();
		if (!lost.isEmpty()) {
			this.drain.drop(lost);
			logger.error("%s: the queue server did not take them before the stop"
				.formatted(JobList.count(lost.size(), "lost")));
			JobList.lines(lost, left.uncertain()).forEach(logger::error);
		}
	}

}
