package io.github.valkeyflavors.queue.worker;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.perform.JobMethod;
import io.github.valkeyflavors.queue.perform.JobMethods;
import io.github.valkeyflavors.queue.protocol.RetryLimit;

/**
 * The jobs of the worker tests.
 */
class TestJobs {

	final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

	final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();

	final BlockingQueue<String> started = new LinkedBlockingQueue<>();

	final CountDownLatch release = new CountDownLatch(1);

	volatile @Nullable RuntimeException failure;

	void record(String name) {
		RuntimeException current = this.failure;
		this.order.add(name);
		this.runs.computeIfAbsent(name, (key) -> new AtomicInteger()).incrementAndGet();
		if (current != null) {
			throw current;
		}
	}

	void hang(String name) throws InterruptedException {
		this.started.add(name);
		this.release.await();
		record(name);
	}

	int runs(String name) {
		AtomicInteger count = this.runs.get(name);
		return (count != null) ? count.get() : 0;
	}

	JobMethods methods() {
		List<JobMethod> methods = new ArrayList<>();
		methods.add(method("record", "record", JobDefaults.UNDECLARED));
		methods.add(method("urgent", "record", new JobDefaults("critical", new RetryLimit(0), null, 0)));
		methods.add(method("never", "record", new JobDefaults("default", RetryLimit.NEVER, null, 0)));
		methods.add(method("hang", "hang", JobDefaults.UNDECLARED));
		return new JobMethods(methods);
	}

	private JobMethod method(String type, String name, JobDefaults options) {
		Method method = ReflectionUtils.findMethod(TestJobs.class, name, String.class);
		if (method == null) {
			throw new IllegalArgumentException(name);
		}
		return new JobMethod(type, options, method, TestJobs.class, () -> this, JsonMapper.shared());
	}

}
