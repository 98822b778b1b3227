package io.github.valkeyflavors.ops.pressure;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A change of level with what to say about it.
 *
 * @param event the change
 * @param policy the server's eviction policy, or {@code null} if it does not say
 */
record PressureChange(MemoryPressureEvent event, @Nullable String policy) {

	/**
	 * Whether somebody should look after it: more pressure, and no room will be made
	 * without harm.
	 */
	boolean isAlarming() {
		return isRise() && !this.event.evicts();
	}

	private boolean isRise() {
		return this.event.current().level().compareTo(this.event.previous().level()) > 0;
	}

	String text() {
		String text = "memory is %s, level %s after %s".formatted(use(this.event.current().use()),
				name(this.event.current()), name(this.event.previous()));
		return isRise() ? text + ". " + advice() : text;
	}

	private static String use(@Nullable Double use) {
		return (use != null) ? "at %d %% of maxmemory".formatted((long) Math.floor(use * 100)) : "without a limit";
	}

	private static String name(MemoryPressure pressure) {
		return pressure.level().name().toLowerCase(Locale.ROOT);
	}

	private String advice() {
		if (this.event.evicts()) {
			return "When it is full it evicts what is used least, as a cache may: "
					+ "raise maxmemory only if too little is found in it";
		}
		if (this.policy != null && !this.policy.equals("noeviction")) {
			return "When it is full it evicts by '%s', also what must be kept: ".formatted(this.policy)
					+ "raise maxmemory now, and give flavors that must not evict a server with noeviction";
		}
		return "When it is full it refuses writes: raise maxmemory, or find out with a memory audit what can go";
	}

}
