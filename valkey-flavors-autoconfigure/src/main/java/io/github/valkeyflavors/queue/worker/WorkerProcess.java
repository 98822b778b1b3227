package io.github.valkeyflavors.queue.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * What the parts of a worker share from one start to the next stop. Thread-safe.
 *
 * @param identity host name, process id and a random part
 * @param hand the jobs in hand
 * @param heartbeat the sign of life
 * @param counters what is counted
 * @param outage what is known about the server being away
 * @param running the jobs that run, by the name of the place where they do
 * @param quiet opens when no new job may start
 * @param abandoned opens when jobs that still run are given up
 */
record WorkerProcess(String identity, Hand hand, Heartbeat heartbeat, WorkerCounters counters, ServerOutage outage,
		Map<String, RunningJob> running, CountDownLatch quiet, CountDownLatch abandoned) {

	WorkerProcess(String identity, Heartbeat heartbeat, WorkerCounters counters, ServerOutage outage) {
		this(identity, new Hand(identity), heartbeat, counters, outage, new ConcurrentHashMap<>(),
				new CountDownLatch(1), new CountDownLatch(1));
	}

}
