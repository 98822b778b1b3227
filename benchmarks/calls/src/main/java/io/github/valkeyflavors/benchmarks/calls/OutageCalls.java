package io.github.valkeyflavors.benchmarks.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.github.valkeyflavors.connection.FlavorBreakers;
import io.github.valkeyflavors.outage.FlavorBreaker;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobClient;
import io.github.valkeyflavors.queue.JobOptions;
import io.github.valkeyflavors.queue.OutageMode;

/**
 * One thread's calls to caches and queue while their server answers, and while it is away
 * and the breakers are open.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class OutageCalls {

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

	private static final String KEY = "42";

	/**
	 * Whether the server answers: {@code answers} or {@code away}.
	 */
	@Param({ "answers", "away" })
	@SuppressWarnings("NullAway.Init")
	public String server;

	@SuppressWarnings("NullAway.Init")
	private ConfigurableApplicationContext context;

	@SuppressWarnings("NullAway.Init")
	private Cache cache;

	@SuppressWarnings("NullAway.Init")
	private JobClient inlining;

	@SuppressWarnings("NullAway.Init")
	private JobClient failing;

	@SuppressWarnings("NullAway.Init")
	private JobClient keeping;

	@Setup(Level.Trial)
	public void start() {
		boolean away = this.server.equals("away");
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--logging.level.root=off", "--valkey.host=127.0.0.1",
					"--valkey.port=" + Integer.getInteger(away ? "port.away" : "port.answers"),
					"--valkey.queue.worker.enabled=false", "--valkey.queue.outage.buffer-jobs=10000000",
					"--valkey.queue.outage.buffer-memory=6GB", "--valkey.queue.outage.stop-timeout=1ms");
		this.cache = Objects.requireNonNull(this.context.getBean(CacheManager.class).getCache("products"));
		this.inlining = this.context.getBean(JobClient.class);
		this.failing = this.inlining.with(JobOptions.NONE.outage(OutageMode.FAIL));
		this.keeping = this.inlining.with(JobOptions.NONE.outage(OutageMode.BUFFER));
		await(away);
	}

	// The first commands of a cold process may be too slow for a cache
	private void await(boolean open) {
		long deadline = System.nanoTime() + PATIENCE_NANOS;
		List<FlavorBreaker> breakers = new ArrayList<>();
		this.context.getBean(FlavorBreakers.class).forEach(breakers::add);
		do {
			this.cache.put(KEY, "a product");
			enqueueOrFail();
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("The breakers are not as they should be");
			}
		}
		while (breakers.stream()
			.filter((breaker) -> !breaker.flavor().equals("sessions"))
			.anyMatch((breaker) -> breaker.isOpen() != open));
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public Cache.@Nullable ValueWrapper cacheGet() {
		return this.cache.get(KEY);
	}

	@Benchmark
	public void cachePut() {
		this.cache.put(KEY, "a product");
	}

	@Benchmark
	public void cacheEvict() {
		this.cache.evict("43");
	}

	@Benchmark
	public Object enqueueOrFail() {
		try {
			return this.failing.enqueue("noop", 1);
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	@Benchmark
	public String enqueueOrRunInline() {
		return this.inlining.enqueue("noop", 1);
	}

	@Benchmark
	public String enqueueOrKeep() {
		return this.keeping.enqueue("noop", 1);
	}

	/**
	 * The application.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		Noop noop() {
			return new Noop();
		}

	}

	/**
	 * A job that does nothing.
	 */
	public static class Noop {

		@Job(value = "noop", outage = OutageMode.INLINE, inlineSafe = true)
		void run(int number) {
		}

	}

}
