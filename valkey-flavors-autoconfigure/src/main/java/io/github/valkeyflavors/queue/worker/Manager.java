package io.github.valkeyflavors.queue.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.worker.WorkerSettings.Group;

/**
 * Keeps the threads of a group running: those that perform jobs, the {@link Fetcher} that
 * brings them and a {@link QueueWatch} for each queue. Thread-safe.
 */
final class Manager {

	private static final Log logger = LogFactory.getLog(Manager.class);

	private final Group group;

	private final WorkerProcess process;

	private final JobBuffer buffer;

	private final Fetcher fetcher;

	private final IdleSignal idle;

	private final List<QueueWatch> watches;

	private final Processor processor;

	private final ThreadFactory jobThreads;

	private final List<Thread> performing = new ArrayList<>();

	private final List<Thread> fetching = new ArrayList<>();

	Manager(Group group, WorkerProcess process, JobBuffer buffer, Fetcher fetcher, IdleSignal idle,
			List<QueueWatch> watches, Processor processor, ThreadFactory jobThreads) {
		this.group = group;
		this.process = process;
		this.buffer = buffer;
		this.fetcher = fetcher;
		this.idle = idle;
		this.watches = watches;
		this.processor = processor;
		this.jobThreads = jobThreads;
	}

	Group group() {
		return this.group;
	}

	JobBuffer buffer() {
		return this.buffer;
	}

	synchronized void start() {
		for (int i = 0; i < this.group.concurrency(); i++) {
			startPerforming();
		}
		startFetching("fetcher", this.fetcher);
		for (int i = 0; i < this.watches.size(); i++) {
			startFetching("watch-" + this.group.queues().get(i), this.watches.get(i));
		}
	}

	private void startFetching(String name, Runnable task) {
		Thread thread = new Thread(task, "valkey-flavors-" + this.group.name() + "-" + name);
		thread.setDaemon(true);
		thread.setUncaughtExceptionHandler((dead, ex) -> {
			logger.error("Thread %s ended unexpectedly".formatted(dead.getName()), ex);
			replaceFetching(dead, task);
		});
		this.fetching.add(thread);
		thread.start();
	}

	private synchronized void replaceFetching(Thread dead, Runnable task) {
		this.fetching.remove(dead);
		if (this.process.quiet().getCount() > 0) {
			startFetching(dead.getName().substring(("valkey-flavors-" + this.group.name() + "-").length()), task);
		}
	}

	private synchronized void startPerforming() {
		Thread thread = this.jobThreads.newThread(this::perform);
		thread.setUncaughtExceptionHandler((dead, ex) -> {
			logger.error("Thread %s ended unexpectedly".formatted(dead.getName()), ex);
			replacePerforming(dead);
		});
		this.performing.add(thread);
		thread.start();
	}

	private synchronized void replacePerforming(Thread dead) {
		this.performing.remove(dead);
		if (this.process.quiet().getCount() > 0) {
			startPerforming();
		}
	}

	private void perform() {
		String slot = Thread.currentThread().getName();
		Work work = take();
		while (work != null) {
			boolean ended = false;
			try {
				this.processor.process(work, this.fetcher, slot);
				ended = true;
			}
			finally {
				if (!ended) {
					// The thread dies of an error that is not the job's: a sweep gives
					// the
					// job back
					this.process.hand().release(work);
				}
				this.buffer.done();
			}
			work = take();
		}
	}

	private @Nullable Work take() {
		while (true) {
			try {
				return this.buffer.take();
			}
			catch (InterruptedException ex) {
				// Meant for a job that had ended: the thread goes on until the buffer
				// closes
			}
		}
	}

	// No new jobs from now on
	void quiet() {
		this.idle.close();
		this.buffer.close();
	}

	synchronized List<Thread> fetching() {
		return this.fetching.stream().filter(Thread::isAlive).toList();
	}

	synchronized List<Thread> performing() {
		return this.performing.stream().filter(Thread::isAlive).toList();
	}

}
