package io.github.valkeyflavors.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissedRemovals}.
 */
class MissedRemovalsTests {

	private final MissedRemovals missed = new MissedRemovals(3);

	@Test
	void isEmptyAtFirst() {
		assertThat(this.missed.isEmpty()).isTrue();
		assertThat(covers("tea", "tea::1")).isFalse();
	}

	@Test
	void coversKey() {
		add("tea", "tea::1");

		assertThat(covers("tea", "tea::1")).isTrue();
		assertThat(covers("tea", "tea::2")).isFalse();
		assertThat(covers("coffee", "tea::1")).isFalse();
	}

	@Test
	void coversWholeCacheOfPattern() {
		this.missed.add(Removal.ofPattern("tea", bytes("tea::gr*")));

		assertThat(covers("tea", "tea::black")).isTrue();
		assertThat(covers("coffee", "coffee::1")).isFalse();
	}

	@Test
	void remembersEqualKeysOnce() {
		add("tea", "tea::1");
		add("tea", "tea::1");

		assertThat(this.missed.all()).hasSize(1);
	}

	@Test
	void forgetsWhatIsDone() {
		add("tea", "tea::1");
		add("tea", "tea::2");
		List<Removal> done = this.missed.all();

		this.missed.forget(done);

		assertThat(this.missed.isEmpty()).isTrue();
		assertThat(covers("tea", "tea::1")).isFalse();
	}

	@Test
	void countsRightWhenSomethingIsNamedTwiceAsDone() {
		add("tea", "tea::1");
		add("tea", "tea::2");
		Removal done = this.missed.all().get(0);

		this.missed.forget(List.of(done, done));

		assertThat(this.missed.isEmpty()).isFalse();
		assertThat(this.missed.all()).hasSize(1);
	}

	@Test
	void forgetsPattern() {
		this.missed.add(Removal.ofPattern("tea", bytes("*")));

		this.missed.forget(this.missed.all());

		assertThat(covers("tea", "tea::1")).isFalse();
	}

	@Test
	void keepsWhatWasAddedAgainWhileItWasDone() {
		add("tea", "tea::1");
		List<Removal> done = this.missed.all();
		add("tea", "tea::1");

		this.missed.forget(done);

		assertThat(covers("tea", "tea::1")).isTrue();
	}

	@Test
	void keepsClearedCacheThatMissedMoreWhileItWasDone() {
		fill("tea");
		List<Removal> done = this.missed.all();
		add("tea", "tea::0");

		this.missed.forget(done);

		assertThat(covers("tea", "tea::1")).isTrue();
	}

	@Test
	void clearsCacheInPlaceOfTooManyKeys() {
		fill("tea");

		assertThat(patterns()).containsExactly("tea::*");
		assertThat(covers("tea", "tea::other")).isTrue();
		assertThat(covers("coffee", "coffee::1")).isFalse();
	}

	@Test
	void clearsTheLargestCache() {
		add("coffee", "coffee::1");
		add("tea", "tea::1");
		add("tea", "tea::2");
		add("sugar", "sugar::1");

		assertThat(patterns()).containsExactly("tea::*");
		assertThat(covers("coffee", "coffee::1")).isTrue();
		assertThat(covers("coffee", "coffee::2")).isFalse();
	}

	@Test
	void hasRoomAgainAfterClearedCacheIsForgotten() {
		fill("tea");
		this.missed.forget(this.missed.all());

		add("tea", "tea::1");

		assertThat(covers("tea", "tea::2")).isFalse();
	}

	@Test
	void clearsEverythingInPlaceOfTooManyCaches() {
		addTooManyCaches();

		assertThat(patterns()).containsExactly("shop:*");
		assertThat(covers("lemon", "shop:lemon::1")).isTrue();
	}

	@Test
	void clearsMoreWhenAnotherCacheComesAfterTooManyCaches() {
		addTooManyCaches();

		add("other", "other::1");

		assertThat(patterns()).containsExactly("*");
	}

	@Test
	void forgetsEverything() {
		addTooManyCaches();

		this.missed.forget(this.missed.all());

		assertThat(this.missed.isEmpty()).isTrue();
		assertThat(covers("tea", "shop:tea::1")).isFalse();
	}

	@Test
	void clearsKeysOfAllPrefixesThatACacheHas() {
		for (String tenant : List.of("x1", "x2", "y1", "x3")) {
			add("tea", "tenant-" + tenant + ":tea::1");
		}

		assertThat(patterns()).containsExactly("tenant-*");
	}

	@Test
	void clearsCacheWhosePatternsAreTooMany() {
		for (int user = 0; user < 4; user++) {
			this.missed.add(Removal.ofPattern("tea", bytes("tea::" + user + ":*")));
		}

		assertThat(patterns()).containsExactly("tea::*");
	}

	@Test
	void takesPrefixLiterally() {
		for (int key = 0; key < 4; key++) {
			add("tea", "a*b?c[d]e\\f::" + key);
		}

		assertThat(patterns()).containsExactly("a\\*b\\?c\\[d\\]e\\\\f::*");
	}

	@Test
	void readsPrefixOfPatternLiterally() {
		for (int key = 0; key < 4; key++) {
			this.missed.add(Removal.ofPattern("tea", bytes("a\\*b" + key + "*")));
		}

		assertThat(patterns()).containsExactly("a\\*b*");
	}

	private void addTooManyCaches() {
		for (String cache : List.of("tea", "coffee", "sugar", "milk")) {
			add(cache, "shop:" + cache + "::1");
		}
	}

	private void fill(String cache) {
		for (int key = 0; key < 4; key++) {
			add(cache, cache + "::" + key);
		}
	}

	private void add(String cache, String key) {
		this.missed.add(Removal.ofKey(cache, bytes(key)));
	}

	private boolean covers(String cache, String key) {
		return this.missed.cover(cache, bytes(key));
	}

	private List<String> patterns() {
		return this.missed.all()
			.stream()
			.filter(Removal::isPattern)
			.map((removal) -> new String(removal.bytes(), StandardCharsets.UTF_8))
			.toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
