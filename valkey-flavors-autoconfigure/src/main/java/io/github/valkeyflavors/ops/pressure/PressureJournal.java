package io.github.valkeyflavors.ops.pressure;

import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.valkeyflavors.ops.history.HistoryEntry;

/**
 * Writes down what pressure there is and what is done about it: in the log and in the
 * history.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class PressureJournal {

	private static final Log logger = LogFactory.getLog(PressureJournal.class);

	private final Consumer<HistoryEntry> history;

	/**
	 * Creates the journal.
	 * @param history takes the entries of the history
	 */
	public PressureJournal(Consumer<HistoryEntry> history) {
		this.history = history;
	}

	/**
	 * Notes what is as it should be.
	 * @param pressure the pressure that it is about
	 * @param text what happened
	 */
	public void info(MemoryPressure pressure, String text) {
		logger.info(line(pressure, text));
		remember(pressure, text);
	}

	/**
	 * Notes what somebody should look after.
	 * @param pressure the pressure that it is about
	 * @param text what happened, and what to do
	 */
	public void warn(MemoryPressure pressure, String text) {
		logger.warn(line(pressure, text));
		remember(pressure, text);
	}

	private static String line(MemoryPressure pressure, String text) {
		return "%s %s on %s: %s".formatted((pressure.flavors().size() == 1) ? "Flavor" : "Flavors",
				pressure.flavors().stream().map("'%s'"::formatted).collect(Collectors.joining(", ")), pressure.server(),
				text);
	}

	private void remember(MemoryPressure pressure, String text) {
		this.history.accept(new HistoryEntry(pressure.since(), HistoryEntry.Kind.PRESSURE, pressure.server(),
				String.join(",", pressure.flavors()), Character.toUpperCase(text.charAt(0)) + text.substring(1)));
	}

}
