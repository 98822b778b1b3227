package io.github.valkeyflavors.ops.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.valkeyflavors.ops.memory.DatabaseMemory.Group;
import io.github.valkeyflavors.ops.memory.DatabaseMemory.LargeKey;
import io.github.valkeyflavors.queue.LocalServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for what a {@link MemoryAudit} finds on a real server. How it runs is tested in
 * {@link MemoryAuditRunTests}.
 */
class MemoryAuditTests {

	/**
	 * 20,000 strings of 1 to 1,000 bytes in three patterns, with and without time to
	 * live, and 1,000 hashes and 500 lists.
	 */
	private static final String MIXED = """
			redis.call('SELECT', 4)
			for i = 1, 20000 do
				local pattern = 'product:'
				if i % 4 == 0 then pattern = 'price:' end
				if i % 10 == 0 then pattern = 'stock:' end
				local value = string.rep('x', 1 + i * 7919 % 1000)
				if i % 5 == 0 then redis.call('SET', pattern .. i, value) else redis.call('SET', pattern .. i, value, 'EX', 3600) end
			end
			for i = 1, 1000 do
				for f = 1, 20 do redis.call('HSET', 'cart:' .. i, 'field' .. f, string.rep('y', i % 100)) end
			end
			for i = 1, 500 do
				for f = 1, 50 do redis.call('RPUSH', 'list:' .. i, 'element' .. f) end
			end
			return 1
			""";

	private static final int SAMPLES = 40;

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private final Audits audits = new Audits(server);

	@Test
	void everyKeyMeasuredHasNoError() {
		this.audits.script(MIXED);

		DatabaseMemory cache = this.audits.of(request().withSampleFraction(1));

		assertThat(cache.keys()).isEqualTo(21_500);
		assertThat(cache.measured()).isEqualTo(21_500);
		assertThat(bytes(cache.bytes()).relativeError()).isZero();
	}

	@Test
	void estimateOfASampleIsNearTheTruth() {
		this.audits.script(MIXED);
		long truth = bytes(this.audits.of(request().withSampleFraction(1)).bytes()).value();

		DatabaseMemory cache = this.audits.of(request().withSampleSize(2000));

		assertThat(cache.measured()).isBetween(1700L, 2300L);
		assertThat(bytes(cache.bytes()).relativeError()).isBetween(0.01, 0.1);
		assertNear(bytes(cache.bytes()), truth);
	}

	@Test
	void intervalsOfManySamplesHoldTheTruth() {
		this.audits.script(MIXED);
		long truth = bytes(this.audits.of(request().withSampleFraction(1)).bytes()).value();
		SplittableRandom random = new SplittableRandom(1);
		Tools tools = new Tools(InstantSource.system(), System::nanoTime, (run, nanos) -> {
		}, () -> random);

		this.audits.use(tools, (audit, fill) -> {
			MemoryAuditRequest sample = request().withSampleSize(1000);
			long held = IntStream.range(0, SAMPLES)
				.filter((number) -> bytes(audit.run(sample).databases().get(0).bytes()).contains(truth))
				.count();

			assertThat(held).isGreaterThanOrEqualTo(SAMPLES * 3 / 4);
		});
	}

	@Test
	void estimatesOfPatternsAreNearTheTruth() {
		this.audits.script(MIXED);

		List<Group> patterns = this.audits.of(request().withSampleSize(4000)).patterns();

		assertNear(group(patterns, "product:*").keys(), 14_000);
		assertNear(group(patterns, "price:*").keys(), 4000);
		assertNear(group(patterns, "cart:*").keys(), 1000);
	}

	@Test
	void estimatesOfTypesAreNearTheTruth() {
		this.audits.script(MIXED);

		List<Group> types = this.audits.of(request().withSampleSize(4000)).types();

		assertThat(types).extracting(Group::name).containsExactlyInAnyOrder("string", "hash", "list");
		assertNear(group(types, "hash").keys(), 1000);
		assertNear(group(types, "list").keys(), 500);
	}

	@Test
	void countsKeysWithoutTimeToLive() {
		this.audits.script(MIXED);

		DatabaseMemory cache = this.audits.of(request().withSampleFraction(1));

		assertThat(Objects.requireNonNull(cache.withoutTimeToLive()).value()).isEqualTo(4000 + 1500);
	}

	@Test
	void listsTheLargestKeys() {
		this.audits.script("""
				redis.call('SELECT', 4)
				for i = 1, 100 do redis.call('SET', 'product:' .. i, string.rep('x', i), 'PX', 60000) end
				redis.call('SET', 'largest', string.rep('x', 100000))
				redis.call('HSET', 'second', 'field', string.rep('x', 50000))
				return 1
				""");

		List<LargeKey> largest = this.audits.of(request().withTop(3)).largest();

		assertThat(largest).extracting(LargeKey::key).startsWith("largest", "second").hasSize(3);
		assertThat(largest).extracting(LargeKey::type).startsWith("string", "hash");
		assertThat(largest.get(0).bytes()).isGreaterThan(100_000);
		assertThat(largest.get(0).timeToLive()).isNull();
		assertThat(largest.get(2).timeToLive()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
	}

	@Test
	void keysOfACacheShouldExpire() {
		this.audits.script("""
				redis.call('SELECT', 4)
				redis.call('SET', 'products::1', 'x', 'EX', 60)
				redis.call('SET', 'products~lock', 'x')
				return 1
				""");

		DatabaseMemory cache = this.audits.of("cache");

		assertThat(cache.timeToLiveExpected()).isTrue();
		assertThat(cache.immortal()).extracting(Group::name).containsExactly("products~lock");
	}

	@Test
	void sessionsShouldExpireAndTheirIndexesNeedNot() {
		this.audits.script("""
				redis.call('SELECT', 0)
				redis.call('HSET', 'spring:session:sessions:6f1c0f7e', 'lastAccessedTime', '1')
				redis.call('SADD', 'spring:session:index:FindBy.PRINCIPAL_NAME_INDEX_NAME:ada', '6f1c0f7e')
				redis.call('ZADD', 'spring:session:sessions:expirations', 1, '6f1c0f7e')
				return 1
				""");

		DatabaseMemory sessions = this.audits.of("sessions");

		assertThat(sessions.timeToLiveExpected()).isTrue();
		assertThat(sessions.immortal()).extracting(Group::name).containsExactly("spring:session:sessions:*");
	}

	@Test
	void jobsNeedNotExpire() {
		this.audits.script("return redis.call('RPUSH', 'queue:default', '{}')");

		DatabaseMemory queue = this.audits.of("queue");

		assertThat(queue.timeToLiveExpected()).isFalse();
		assertThat(queue.immortal()).isEmpty();
	}

	@Test
	void showsNoIdOfASessionAndNoUser() {
		this.audits.script("""
				redis.call('SELECT', 0)
				redis.call('HSET', 'spring:session:sessions:6f1c0f7e-2b3f-4b7e-9d55-0a1b2c3d4e5f', 'a', '1')
				redis.call('HSET', 'spring:session:sessions:chosenbyhand', 'a', '1')
				redis.call('SADD', 'spring:session:index:FindBy.PRINCIPAL_NAME_INDEX_NAME:ada', '1')
				return 1
				""");

		DatabaseMemory sessions = this.audits.of("sessions");

		assertThat(sessions.largest()).hasSize(3);
		assertThat(sessions.toString()).doesNotContain("6f1c0f7e", "0a1b2c3d4e5f", "chosenbyhand", "ada");
	}

	@Test
	void abbreviatesHugeNames() {
		this.audits.script("""
				redis.call('SELECT', 4)
				redis.call('SET', string.rep('k', 1000000), string.rep('v', 5000000))
				return 1
				""");

		DatabaseMemory cache = this.audits.of("cache");

		assertThat(cache.largest().get(0).key()).hasSize(80);
		assertThat(cache.largest().get(0).bytes()).isGreaterThan(6_000_000);
	}

	@Test
	void readsBinaryNames() {
		this.audits.script("""
				redis.call('SELECT', 4)
				redis.call('SET', '\\172\\237\\0\\5t\\0\\9product:1', 'x')
				redis.call('SET', '\\172\\237\\0\\5t\\0\\10product:10', 'x')
				return 1
				""");

		DatabaseMemory cache = this.audits.of("cache");

		assertThat(cache.patterns()).singleElement().satisfies((group) -> {
			assertThat(group.name()).isEqualTo("*t*product:*");
			assertThat(group.keys().value()).isEqualTo(2);
		});
		assertThat(cache.largest()).extracting(LargeKey::key).contains("\\xac\\xed\\x00\\x05t\\x00\\x09product:1");
	}

	@Test
	void emptyDatabaseTakesNothing() {
		DatabaseMemory cache = this.audits.of("cache");

		assertThat(cache.bytes()).isEqualTo(Estimate.ZERO);
		assertThat(cache.unknown()).isEmpty();
		assertThat(cache.patterns()).isEmpty();
	}

	@Test
	void boundsTheNumberOfPatterns() {
		this.audits.script("""
				redis.call('SELECT', 4)
				for i = 1, 5000 do
					local name = ''
					for digit in string.gmatch(tostring(i), '%d') do name = name .. string.char(97 + digit) end
					redis.call('SET', name, 'x')
				end
				return 1
				""");

		List<Group> patterns = this.audits.of(request().withTop(10)).patterns();

		assertThat(patterns).hasSize(11);
		assertThat(patterns.get(10).name()).isEqualTo(DatabaseMemory.OTHER);
		assertThat(patterns.stream().mapToLong((group) -> group.keys().value()).sum()).isEqualTo(5000);
	}

	private static MemoryAuditRequest request() {
		return MemoryAuditRequest.defaults().withDatabases(List.of("cache"));
	}

	private static Estimate bytes(@Nullable Estimate estimate) {
		return Objects.requireNonNull(estimate);
	}

	/**
	 * Of 20 intervals one does not hold the truth; one of a million is off by more than
	 * two and a half times as much. Which keys are chosen differs, because a server shows
	 * its keys in an order of its own.
	 */
	private static void assertNear(Estimate estimate, long truth) {
		double error = (estimate.high() - estimate.low()) / 2.0;
		assertThat((double) estimate.value()).isCloseTo((double) truth, within(2.5 * error));
	}

	private static Group group(List<Group> groups, String name) {
		return groups.stream().filter((group) -> group.name().equals(name)).findFirst().orElseThrow();
	}

}
