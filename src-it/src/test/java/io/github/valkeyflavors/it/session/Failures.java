package io.github.valkeyflavors.it.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.valkeyflavors.outage.BreakerListener;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.outage.OutageReason;

/**
 * What an application did without its sessions server.
 */
final class Failures implements BreakerListener {

	private final List<String> failures = new CopyOnWriteArrayList<>();

	@Override
	public void failed(FlavorBreaker breaker, String operation, OutageReason reason) {
		if (breaker.flavor().equals("sessions")) {
			this.failures.add(operation + " " + reason.tag());
		}
	}

	List<String> all() {
		return this.failures;
	}

	void forget() {
		this.failures.clear();
	}

}
