package io.github.valkeyflavors.queue.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The field {@code error_backtrace}: a JSON array of lines, compressed by zlib, in Base64
 * without line breaks. The format is that of
 * {@code Sidekiq::JobRetry#compress_backtrace}.
 *
 * @since 0.1.0
 */
public final class Backtrace {

	// What is larger is no stack trace, but an attempt to fill the memory
	private static final int MAX_BYTES = 1 << 20;

	private Backtrace() {
	}

	static String compress(List<String> lines) {
		String json = lines.stream().map(RawJson::quote).collect(Collectors.joining(",", "[", "]"));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
			deflater.write(json.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Base64.getEncoder().encodeToString(bytes.toByteArray());
	}

	/**
	 * Reads a stack trace.
	 * @param compressed the text of the field
	 * @return the lines
	 * @throws MalformedPayloadException if the text is in another format, or longer than
	 * 1 MiB when it is expanded
	 */
	public static List<String> expand(String compressed) {
		try (InflaterInputStream inflater = new InflaterInputStream(
				new ByteArrayInputStream(Base64.getDecoder().decode(compressed)))) {
			byte[] json = inflater.readNBytes(MAX_BYTES);
			return RawJson.array(new String(json, StandardCharsets.UTF_8))
				.stream()
				.map(RawJson::unquote)
				.filter(Objects::nonNull)
				.toList();
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new MalformedPayloadException("No compressed stack trace", ex);
		}
	}

}
