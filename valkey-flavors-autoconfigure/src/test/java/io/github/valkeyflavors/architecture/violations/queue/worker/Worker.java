package io.github.valkeyflavors.architecture.violations.queue.worker;

import io.micrometer.core.instrument.MeterRegistry;

import io.github.valkeyflavors.architecture.violations.autoconfigure.Wiring;

/**
 * A worker that meters itself and knows its wiring.
 */
public record Worker(MeterRegistry meters, Wiring wiring) {

}
