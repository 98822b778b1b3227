package io.github.valkeyflavors.queue.outage;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.outage.Recovery;
import io.github.valkeyflavors.queue.client.JobBatch;
import io.github.valkeyflavors.queue.client.NewJob;

/**
 * Pushes what is in the backlog, in its order: before the breaker closes, and while it is
 * closed again and again until nothing is left. It has a daemon thread while there is
 * something to push. Thread-safe.
 */
final class BacklogDrain implements Recovery {

	private static final Log logger = LogFactory.getLog(BacklogDrain.class);

	private static final long FIRST_DELAY_MILLIS = 50;

	private static final long LONGEST_DELAY_MILLIS = 1_000;

	private final Backlog backlog;

	private final QueueServer server;

	private final MarkedPush push;

	private final InstantSource clock;

	private final Runnable whenEmpty;

	private final LongAdder dropped = new LongAdder();

	private final ReentrantLock draining = new ReentrantLock();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final ScheduledThreadPoolExecutor executor;

	private volatile boolean refused;

	/**
	 * Creates a drain.
	 * @param backlog what is pushed
	 * @param server where it is pushed to
	 * @param push hears what need not be remembered
	 * @param clock the wall clock
	 * @param whenEmpty called on the thread of the drain when nothing is left
	 */
	BacklogDrain(Backlog backlog, QueueServer server, MarkedPush push, InstantSource clock, Runnable whenEmpty) {
		this.backlog = backlog;
		this.server = server;
		this.push = push;
		this.clock = clock;
		this.whenEmpty = whenEmpty;
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "valkey-flavors-job-buffer");
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setKeepAliveTime(1, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Sees to it that the backlog is drained.
	 */
	void wake() {
		if (this.scheduled.compareAndSet(false, true)) {
			schedule(0);
		}
	}

	private void schedule(int failures) {
		long longest = Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failures, 10));
		long millis = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
		Future<?> unused = this.executor.schedule(() -> attempt(failures), millis, TimeUnit.MILLISECONDS);
	}

	private void attempt(int failures) {
		drainIfPossible();
		if (this.backlog.isEmpty()) {
			this.scheduled.set(false);
			if (this.backlog.isEmpty()) {
				this.whenEmpty.run();
			}
			else {
				wake();
			}
		}
		else {
			schedule(failures + 1);
		}
	}

	/**
	 * Tries at once, beside the attempts that are due by themselves.
	 */
	void hurry() {
		this.executor.execute(this::drainIfPossible);
	}

	private void drainIfPossible() {
		try {
			// An open breaker closes by what recover() does
			if (!this.server.isOut()) {
				drain(this.server::push);
			}
		}
		catch (RuntimeException | Error ex) {
			// Nobody else pushes these jobs
			logger.error("Jobs could not be pushed", ex);
		}
	}

	@Override
	public void recover() {
		this.refused = false;
		PushFailure failure = drain(this.server::pushUnguarded);
		if (failure != null && failure.isRefusal()) {
			// Workers must be let in, and may make room
			this.refused = true;
		}
		else if (failure != null) {
			throw failure.cause();
		}
	}

	@Override
	public boolean isComplete() {
		return this.refused || this.backlog.isEmpty();
	}

	private @Nullable PushFailure drain(Function<JobBatch, @Nullable PushFailure> target) {
		this.draining.lock();
		try {
			while (!this.backlog.isEmpty()) {
				for (JobBatch batch : JobBatch.split(this.backlog.next(), this.clock.instant())) {
					PushFailure failure = push(batch, target);
					if (failure != null) {
						return failure;
					}
				}
			}
			return null;
		}
		finally {
			this.draining.unlock();
		}
	}

	private @Nullable PushFailure push(JobBatch batch, Function<JobBatch, @Nullable PushFailure> target) {
		this.backlog.pushing(batch.jobs());
		PushFailure failure = target.apply(batch);
		if (failure == null) {
			this.push.forget(this.backlog.remove(batch.jobs()));
			return null;
		}
		this.backlog.failed(batch.jobs(), failure);
		if (!failure.isHopeless()) {
			return failure;
		}
		// They would keep all others from being pushed
		drop(batch.jobs());
		logger.error("%s: %s".formatted(JobList.count(batch.jobs().size(), "refused by the queue server, and lost"),
				failure.cause().getMessage()), failure.cause());
		JobList.lines(batch.jobs(), List.of()).forEach(logger::error);
		this.backlog.remove(batch.jobs());
		return null;
	}

	void drop(List<NewJob> jobs) {
		this.dropped.add(jobs.size());
	}

	long dropped() {
		return this.dropped.sum();
	}

}
