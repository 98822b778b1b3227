package io.github.valkeyflavors.it.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Launcher;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Threads change rows and remove them from the cache, others read through the cache,
 * while server and line fail at random. Whoever changes a row waits for those who load
 * it, so whatever else is read than the row of now was left over from before a removal.
 */
@ValkeyServers(launcher = Launcher.LOCAL)
class NeverStaleIT {

	private static final Log logger = LogFactory.getLog(NeverStaleIT.class);

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final Duration LONGER_THAN_IT_SETTLES = Duration.ofSeconds(3);

	private static final int ROWS = 1_500;

	private static final int THREADS = 6;

	private final List<Row> rows = IntStream.range(0, ROWS).mapToObj(Row::new).toList();

	private final ConcurrentLinkedQueue<String> stale = new ConcurrentLinkedQueue<>();

	private final AtomicLong reads = new AtomicLong();

	private final AtomicLong loads = new AtomicLong();

	private final AtomicLong changes = new AtomicLong();

	private Servers servers;

	private Server server;

	private TcpProxy proxy;

	private CacheApplication application;

	private Cache cache;

	private volatile boolean over;

	@BeforeEach
	void start() {
		this.server = this.servers.server("cache");
		this.server.flushAll();
		this.proxy = TcpProxy.to(this.server);
	}

	@AfterEach
	void stop() {
		this.over = true;
		this.application.close();
		this.proxy.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 20261130, 4 })
	void readsNothingThatWasRemoved(long seed) throws Exception {
		run(seed, "valkey.flavors.cache.command-timeout=150ms");
	}

	@ParameterizedTest
	@ValueSource(longs = 1848)
	void readsNothingThatWasRemovedWhenMoreWasMissedThanItRemembers(long seed) throws Exception {
		run(seed, "valkey.flavors.cache.command-timeout=150ms", "valkey.cache.max-missed-removals=10");
	}

	private void run(long seed, String... properties) throws Exception {
		this.application = CacheApplication.start(this.proxy.host(), this.proxy.port(), properties);
		this.cache = this.application.cache("rows");
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		List<Future<?>> threads = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			Runnable work = (thread % 3 == 0) ? this::change : this::read;
			threads.add(executor.submit(work));
		}
		Random random = new Random(seed);
		for (int fault = 0; fault < 20; fault++) {
			disturb(random);
			// Now and then long enough for entries to be read again
			pause((random.nextInt(4) == 0) ? 2_500 : random.nextInt(900));
		}
		this.server.heal();
		this.proxy.passThrough();
		await().atMost(PATIENCE).until(() -> !this.application.breaker().isOpen());
		pause(LONGER_THAN_IT_SETTLES.toMillis());
		this.over = true;
		executor.shutdown();
		for (Future<?> thread : threads) {
			thread.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		logger.info("Seed %d: %d reads, %d loads, %d changes".formatted(seed, this.reads.get(), this.loads.get(),
				this.changes.get()));
		assertThat(this.stale).as("seed " + seed).isEmpty();
		assertThat(this.reads.get() - this.loads.get()).as("hits").isGreaterThan(1_000);
		this.rows.forEach(this::assertServerHasNothingElse);
	}

	private void disturb(Random random) {
		switch (random.nextInt(9)) {
			case 0, 1 -> {
				this.server.freeze();
				pause(random.nextInt(700));
				this.server.thaw();
			}
			case 2 -> {
				this.server.kill();
				pause(random.nextInt(300));
				this.server.restart();
			}
			case 3 -> this.proxy.reset();
			case 4 -> {
				this.proxy.blackHole();
				pause(random.nextInt(700));
				this.proxy.passThrough();
			}
			case 5 -> this.server.killClients();
			case 6 -> {
				this.proxy.delay(Duration.ofMillis(random.nextInt(800)), Duration.ofMillis(random.nextInt(100)));
				pause(random.nextInt(700));
				this.proxy.passThrough();
			}
			case 7 -> this.proxy.resetReplyAfter(random.nextInt(200));
			default -> {
				this.server.freeze();
				pause(200);
				this.proxy.reset();
				pause(random.nextInt(300));
				this.server.thaw();
			}
		}
	}

	private static void pause(long millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	private void read() {
		while (!this.over) {
			Row row = this.rows.get(ThreadLocalRandom.current().nextInt(ROWS));
			row.lock.readLock().lock();
			try {
				int now = row.version;
				int found = read(row);
				this.reads.incrementAndGet();
				if (found != now) {
					this.stale.add("%s: read %d, but it is %d".formatted(row.key, found, now));
				}
			}
			finally {
				row.lock.readLock().unlock();
			}
			pause(1);
		}
	}

	private int read(Row row) {
		switch (ThreadLocalRandom.current().nextInt(10)) {
			case 0, 1, 2 -> {
				return this.cache.get(row.key, row::load);
			}
			case 3, 4, 5 -> {
				return this.cache.retrieve(row.key, () -> CompletableFuture.completedFuture(row.load()))
					.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
					.join();
			}
			case 6 -> {
				int loaded = row.load();
				ValueWrapper present = this.cache.putIfAbsent(row.key, loaded);
				return (present != null && present.get() instanceof Integer cached) ? cached : loaded;
			}
			default -> {
				Integer cached = this.cache.get(row.key, Integer.class);
				if (cached != null) {
					return cached;
				}
				int loaded = row.load();
				this.cache.put(row.key, loaded);
				return loaded;
			}
		}
	}

	private void change() {
		while (!this.over) {
			Row row = this.rows.get(ThreadLocalRandom.current().nextInt(ROWS));
			row.lock.writeLock().lock();
			try {
				row.version++;
				this.changes.incrementAndGet();
				switch (ThreadLocalRandom.current().nextInt(200)) {
					case 0 -> this.cache.clear();
					case 1 -> this.cache.invalidate();
					case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 ->
						this.cache.put(row.key, row.version);
					case 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 -> this.cache.evictIfPresent(row.key);
					default -> this.cache.evict(row.key);
				}
			}
			finally {
				row.lock.writeLock().unlock();
			}
			pause(5);
		}
	}

	/**
	 * For what other processes read.
	 */
	private void assertServerHasNothingElse(Row row) {
		assertThat(this.server.commands(CacheApplication.DATABASE).get("rows::" + row.key)).as(row.key)
			.isIn(null, String.valueOf(row.version));
	}

	/**
	 * A row of a database. Its version is used under the locks only.
	 */
	private final class Row {

		private final String key;

		private final ReadWriteLock lock = new ReentrantReadWriteLock(true);

		private int version;

		Row(int number) {
			this.key = "row" + number;
		}

		int load() {
			NeverStaleIT.this.loads.incrementAndGet();
			return this.version;
		}

	}

}
