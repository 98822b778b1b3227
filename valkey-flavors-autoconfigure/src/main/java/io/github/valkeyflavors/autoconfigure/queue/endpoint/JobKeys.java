package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.valkeyflavors.queue.admin.JobEntry;

/**
 * Names entries by their whole payload, where a jid may be missing or twice.
 * <p>
 * The names hold as long as this process lives: they are made with a random secret of its
 * own, because a plain hash would let everybody try what the hidden arguments are.
 * Immutable and thread-safe.
 */
final class JobKeys {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int SECRET_LENGTH = 32;

	private static final int KEY_LENGTH = 8;

	private final SecretKeySpec secret;

	JobKeys() {
		byte[] random = new byte[SECRET_LENGTH];
		new SecureRandom().nextBytes(random);
		this.secret = new SecretKeySpec(random, ALGORITHM);
	}

	String of(JobEntry entry) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.secret);
			return HexFormat.of().formatHex(mac.doFinal(bytes(entry.payload())), 0, KEY_LENGTH);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// An encoding would make all halves of characters, which stand for bytes, the same
	private static byte[] bytes(String payload) {
		ByteBuffer bytes = ByteBuffer.allocate(payload.length() * Character.BYTES);
		bytes.asCharBuffer().put(payload);
		return bytes.array();
	}

}
