package io.github.valkeyflavors.ops.memory;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyNames}.
 */
class KeyNamesTests {

	private final KeyNames names = new KeyNames(false);

	private final KeyNames secretNames = new KeyNames(true);

	@ParameterizedTest
	@CsvSource(textBlock = """
			product:1,                                            product:*
			product:1:reviews:22,                                 product:*:reviews:*
			products::SimpleKey [],                               products::SimpleKey []
			user123,                                              user*
			cart:6f1c0f7e-2b3f-4b7e-9d55-0a1b2c3d4e5f,            cart:*
			etag:9e107d9d372bb6826bd81d3542a419d6,                etag:*
			token:abcdefghIJKLmnop1,                              token:*
			mail:ada@example.org:read,                            mail:*:read
			day:2026-11-30,                                       day:*
			geo:48.137,                                           geo:*
			decade,                                               decade
			queue:default,                                        queue:default
			""")
	void patternLeavesOutWhatDiffers(String key, String pattern) {
		assertThat(this.names.pattern(bytes(key))).isEqualTo(pattern);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			spring:session:sessions:6f1c0f7e-2b3f-4b7e-9d55-0a1b2c3d4e5f,         spring:session:sessions:*
			spring:session:sessions:expires:6f1c0f7e-2b3f-4b7e-9d55-0a1b2c3d4e5f, spring:session:sessions:expires:*
			spring:session:sessions:6f1c0f7e-2b3f-4b7e-9d55-0a1b2c3d4e5f:idx,     spring:session:sessions:*:idx
			spring:session:sessions:secretid,                                     spring:session:sessions:*
			spring:session:expirations:1764540000000,                             spring:session:expirations:*
			shop-prod:session:sessions:abc,                                       shop-prod:session:sessions:*
			secretid,                                                             *
			QmFzZTY0TG9uZ1Rva2Vu:data,                                            *:*
			""")
	void patternOfSecretKeyHidesIds(String key, String pattern) {
		assertThat(this.secretNames.pattern(bytes(key))).isEqualTo(pattern);
	}

	@Test
	void patternOfIndexHidesTheUser() {
		String index = "spring:session:index:"
				+ "org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME";

		assertThat(this.secretNames.pattern(bytes(index + ":ada:lovelace"))).doesNotContain("ada", "lovelace")
			.startsWith("spring:session:index:org.springframework");
	}

	@Test
	void secretKeyIsShownAsPattern() {
		assertThat(this.secretNames.shown(bytes("spring:session:sessions:abc"))).isEqualTo("spring:session:sessions:*");
	}

	@Test
	void longKeyIsAbbreviated() {
		assertThat(this.names.shown(bytes("product:" + "x".repeat(10_000)))).hasSize(80).endsWith("x…");
	}

	@Test
	void longPatternIsAbbreviated() {
		assertThat(this.names.pattern(bytes("product:" + "xyz ".repeat(10_000)))).hasSize(80).endsWith("*");
	}

	@Test
	void unreadableBytesAreEscaped() {
		assertThat(this.names.shown(HexFormat.of().parseHex("aced0005740007")))
			.isEqualTo("\\xac\\xed\\x00\\x05t\\x00\\x07");
	}

	@Test
	void unreadableBytesDoNotDiffer() {
		byte[] key = HexFormat.of().parseHex("aced0005740009" + HexFormat.of().formatHex(bytes("product:1")));

		assertThat(this.names.pattern(key)).isEqualTo("*t*product:*");
	}

	@Test
	void lineBreaksAreEscaped() {
		assertThat(this.names.shown(bytes("a\nb"))).isEqualTo("a\\x0ab");
	}

	@Test
	void lettersOfAllLanguagesAreShown() {
		assertThat(this.names.shown(bytes("größe:東京"))).isEqualTo("größe:東京");
	}

	@Test
	void emptyKeyHasAName() {
		assertThat(this.names.pattern(new byte[0])).isEmpty();
		assertThat(this.secretNames.pattern(new byte[0])).isEqualTo("*");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
