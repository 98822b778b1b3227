package io.github.valkeyflavors.ops.pressure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.springframework.dao.DataAccessException;

import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.topology.LogicalDatabase;

/**
 * Flushes databases when their server becomes {@link PressureLevel#CRITICAL}: once for
 * each time that this process sees it come there. A server that stays critical is not
 * flushed again, nor is one that was critical when it was asked first: a start of the
 * application is no reason to throw its cache away.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class FlushReaction implements Consumer<MemoryPressureEvent> {

	private final List<LogicalDatabase> databases;

	private final DatabaseFlusher flusher;

	private final Duration interval;

	private final PressureJournal journal;

	private final LongSupplier nanoTime;

	/**
	 * In this process, for the case that the server has evicted what says so.
	 */
	private final Map<LogicalDatabase, Long> flushed = new ConcurrentHashMap<>();

	/**
	 * Creates the reaction.
	 * @param databases the databases
	 * @param flusher flushes them
	 * @param interval the shortest time between two flushes of a database
	 * @param journal where flushes are noted
	 */
	public FlushReaction(List<LogicalDatabase> databases, DatabaseFlusher flusher, Duration interval,
			PressureJournal journal) {
		this(databases, flusher, interval, journal, System::nanoTime);
	}

	FlushReaction(List<LogicalDatabase> databases, DatabaseFlusher flusher, Duration interval, PressureJournal journal,
			LongSupplier nanoTime) {
		this.databases = List.copyOf(databases);
		this.flusher = flusher;
		this.interval = interval;
		this.journal = journal;
		this.nanoTime = nanoTime;
	}

	@Override
	public void accept(MemoryPressureEvent event) {
		if (!event.reaches(PressureLevel.CRITICAL) || event.previous().use() == null) {
			return;
		}
		for (LogicalDatabase database : this.databases) {
			if (event.current().flavors().contains(database.flavor().name()) && isDue(database)) {
				flush(database, event.current());
			}
		}
	}

	private boolean isDue(LogicalDatabase database) {
		Long last = this.flushed.get(database);
		return last == null || this.nanoTime.getAsLong() - last >= this.interval.toNanos();
	}

	private void flush(LogicalDatabase database, MemoryPressure pressure) {
		String name = "database '%s' (%d)".formatted(database.name(), database.index());
		try {
			OptionalLong keys = this.flusher.flush(database.name(), this.interval);
			this.flushed.put(database, this.nanoTime.getAsLong());
			this.journal.info(pressure,
					keys.isPresent() ? "%s was flushed, it had %,d keys".formatted(name, keys.getAsLong())
							: "%s was flushed by another process already".formatted(name));
		}
		catch (DataAccessException ex) {
			this.journal.warn(pressure, "%s may not have been flushed: %s".formatted(name, reason(ex)));
		}
		catch (IllegalStateException ex) {
			this.journal.warn(pressure, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * A command that is denied to a script is an error like any other.
	 */
	private static String reason(DataAccessException ex) {
		OutageReason reason = OutageReason.of(ex);
		return switch (reason) {
			case FORBIDDEN, OTHER -> "%s. Its user needs EVAL, EXISTS, DBSIZE, FLUSHDB and SET"
				.formatted(ex.getMostSpecificCause().getMessage());
			default -> "its server %s. %s".formatted(reason.symptom(), reason.remedy());
		};
	}

}
