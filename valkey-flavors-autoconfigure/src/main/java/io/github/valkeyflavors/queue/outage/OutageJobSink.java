package io.github.valkeyflavors.queue.outage;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.valkeyflavors.outage.GuardedConnections;
import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.client.JobBatch;
import io.github.valkeyflavors.queue.client.JobSink;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.client.ValkeyJobSink;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

/**
 * Pushes jobs to the queue database, and does what the {@link OutageMode} of each job
 * says while the server is away, frozen or full. That is decided for each push, by the
 * breaker of the flavor or by what became of the push.
 * <p>
 * Jobs that need not fail wait no longer than for the push timeout. They are pushed so
 * that a push can be repeated, and lands once: see
 * {@link io.github.valkeyflavors.queue.protocol.QueueKeys#PUSHED}. While jobs are kept,
 * further ones that may be kept are put behind them. The others, of
 * {@link OutageMode#FAIL}, go to a {@link ValkeyJobSink}.
 * <p>
 * Thread-safe. A connection is taken from the factory for each push; the factory belongs
 * to whoever made it. Its stop waits for the jobs that are kept, and leaves the rest in a
 * file or says in the log which were lost; it comes after that of web server and workers,
 * and before that of the connection factories.
 *
 * @since 0.1.0
 */
public final class OutageJobSink implements JobSink, SmartLifecycle {

	/**
	 * The phase of the buffer: it starts before web server and worker, and stops after
	 * them.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4_096;

	private static final Log logger = LogFactory.getLog(OutageJobSink.class);

	private final ValkeyJobSink plain;

	private final QueueServer server;

	private final MarkedPush push;

	private final Backlog backlog;

	private final BacklogDrain drain;

	private final BacklogKeeper keeper;

	private final InlineRunner inline;

	private final InstantSource clock;

	private final LongAdder buffered = new LongAdder();

	private final LongAdder ranInline = new LongAdder();

	private volatile boolean refusing;

	private volatile boolean running;

	/**
	 * Creates a sink.
	 * @param connectionFactory leads to the queue database; the outage of a factory that
	 * is none of {@link GuardedConnections} is learned from each push alone
	 * @param settings how jobs are kept
	 * @param inline performs jobs in the thread that enqueues them
	 * @param clock the wall clock
	 */
	public OutageJobSink(RedisConnectionFactory connectionFactory, OutageSettings settings, InlineRunner inline,
			InstantSource clock) {
		this.plain = new ValkeyJobSink(connectionFactory, clock);
		this.push = new MarkedPush(clock);
		this.server = new QueueServer(connectionFactory, this.push, settings.pushTimeout());
		this.backlog = new Backlog(settings.bufferJobs(), settings.bufferMemory());
		this.drain = new BacklogDrain(this.backlog, this.server, this.push, clock, this::emptied);
		this.keeper = new BacklogKeeper(this.backlog, this.drain, settings);
		this.inline = inline;
		this.clock = clock;
		GuardedConnections guarded = this.server.guarded();
		if (guarded != null) {
			guarded.breaker().addRecovery(this.drain);
			guarded.breaker().addCover(this::holds);
		}
	}

	private void emptied() {
		this.keeper.emptied();
	}

	/**
	 * Returns whether the queue server is not missed: nobody was told of a failure since
	 * the last success, and there is room for more jobs.
	 */
	private boolean holds() {
		return !this.refusing && this.backlog.hasRoom();
	}

	@Override
	public void push(List<NewJob> jobs) {
		boolean taken = false;
		try {
			take(jobs);
			taken = true;
		}
		finally {
			this.refusing = !taken;
		}
	}

	private void take(List<NewJob> jobs) {
		List<NewJob> buffered = of(jobs, OutageMode.BUFFER);
		if (!buffered.isEmpty()) {
			pushOrBuffer(buffered);
		}
		List<NewJob> inline = of(jobs, OutageMode.INLINE);
		if (!inline.isEmpty()) {
			pushOrRun(inline);
		}
		List<NewJob> failing = of(jobs, OutageMode.FAIL);
		if (!failing.isEmpty()) {
			pushOrFail(failing);
		}
	}

	private static List<NewJob> of(List<NewJob> jobs, OutageMode mode) {
		return jobs.stream().filter((job) -> job.outage() == mode).toList();
	}

	private void pushOrFail(List<NewJob> jobs) {
		try {
			this.plain.push(jobs);
		}
		catch (DataAccessException ex) {
			this.server.failed(ex);
			throw ex;
		}
	}

	private void pushOrBuffer(List<NewJob> jobs) {
		if (!this.backlog.isEmpty()) {
			RuntimeException cause = this.backlog.cause();
			RuntimeException unavailable = this.server.unavailable(cause);
			this.server.failed(unavailable);
			keep(jobs, List.of(), null, unavailable);
			return;
		}
		Rest rest = tryToPush(jobs);
		if (rest != null) {
			RuntimeException cause = rest.failure().cause();
			keep(rest.all(), rest.uncertain(), cause, cause);
		}
	}

	/**
	 * Puts jobs into the backlog.
	 * @param cause why, or {@code null} if it is because of others before them
	 * @param otherwise what to throw when there is no room
	 */
	private void keep(List<NewJob> jobs, List<NewJob> uncertain, @Nullable RuntimeException cause,
			RuntimeException otherwise) {
		if (!this.backlog.add(jobs, uncertain, cause)) {
			throw otherwise;
		}
		this.buffered.add(jobs.size());
		this.drain.wake();
	}

	private void pushOrRun(List<NewJob> jobs) {
		Rest rest = tryToPush(jobs);
		if (rest == null) {
			return;
		}
		RuntimeException cause = rest.failure().cause();
		if (!keepIfPossible(rest.uncertain(), true, cause)) {
			// They may have landed, so they must not run here as well
			throw cause;
		}
		List<NewJob> here = new ArrayList<>();
		List<NewJob> later = new ArrayList<>();
		rest.unsent().forEach((job) -> (job.waits(this.clock.instant()) ? later : here).add(job));
		here.forEach((job) -> run(job, cause));
		if (!later.isEmpty()) {
			keep(later, List.of(), cause, cause);
		}
	}

	private boolean keepIfPossible(List<NewJob> jobs, boolean mayHaveLanded, RuntimeException cause) {
		if (jobs.isEmpty()) {
			return true;
		}
		boolean kept = this.backlog.add(jobs, mayHaveLanded ? jobs : List.of(), cause);
		if (kept) {
			this.buffered.add(jobs.size());
			this.drain.wake();
		}
		return kept;
	}

	private void run(NewJob job, RuntimeException cause) {
		this.ranInline.increment();
		Throwable failure = this.inline.run(job);
		if (failure == null) {
			return;
		}
		RetryLimit retry = job.payload().retry();
		if (retry != null && retry.discards()) {
			logger.error("The %s failed inline and is discarded, as it asks for".formatted(job), failure);
		}
		else if (keepIfPossible(List.of(job), false, cause)) {
			logger.warn("The %s failed inline, a worker tries it again when the queue server is back".formatted(job),
					failure);
		}
		else {
			RuntimeException unavailable = this.server.unavailable(cause);
			unavailable.addSuppressed(failure);
			throw unavailable;
		}
	}

	/**
	 * Pushes jobs until one push fails.
	 * @return what is left, or {@code null} if all have landed
	 */
	private @Nullable Rest tryToPush(List<NewJob> jobs) {
		PushFailure failure = null;
		List<NewJob> uncertain = new ArrayList<>();
		List<NewJob> unsent = new ArrayList<>();
		for (JobBatch batch : JobBatch.split(jobs, this.clock.instant())) {
			if (failure != null) {
				unsent.addAll(batch.jobs());
				continue;
			}
			failure = this.server.pushQuickly(batch);
			if (failure == null) {
				this.push.forget(batch.jobs());
			}
			else {
				(failure.mayHaveLanded() ? uncertain : unsent).addAll(batch.jobs());
			}
		}
		if (failure == null) {
			return null;
		}
		this.server.failed(failure.cause());
		if (failure.isMistake()) {
			throw failure.cause();
		}
		return new Rest(failure, uncertain, unsent);
	}

	/**
	 * Returns how many jobs wait, and what became of others.
	 * @return the state
	 */
	public BufferState state() {
		return new BufferState(this.backlog.size(), this.backlog.bytes(), this.buffered.sum(), this.drain.dropped(),
				this.ranInline.sum());
	}

	@Override
	public synchronized void start() {
		if (!this.running) {
			this.keeper.start();
			this.running = true;
		}
	}

	@Override
	public synchronized void stop() {
		if (this.running) {
			this.running = false;
			this.keeper.stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * What is left when a push has failed.
	 */
	private record Rest(PushFailure failure, List<NewJob> uncertain, List<NewJob> unsent) {

		List<NewJob> all() {
			List<NewJob> all = new ArrayList<>(this.uncertain);
			all.addAll(this.unsent);
			return all;
		}

	}

}
