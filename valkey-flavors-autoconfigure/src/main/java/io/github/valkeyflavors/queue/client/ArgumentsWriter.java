package io.github.valkeyflavors.queue.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.JobRefusedException;

/**
 * Writes the arguments of one job after the other into the same buffer, each time as a
 * JSON array in UTF-8. Used by one thread, and no longer after it threw.
 */
final class ArgumentsWriter implements AutoCloseable {

	private final Buffer buffer = new Buffer();

	private final String type;

	private final int maxDepth;

	private final JsonGenerator generator;

	private final SequenceWriter values;

	/**
	 * Creates a writer.
	 * @param writer as made by {@link #compact}
	 * @param type the type of the jobs, for messages
	 * @param maxDepth how deep an argument may be nested
	 */
	ArgumentsWriter(ObjectWriter writer, String type, int maxDepth) {
		this.type = type;
		this.maxDepth = maxDepth;
		this.generator = writer.createGenerator(this.buffer);
		this.values = writer.writeValues(this.generator);
	}

	/**
	 * Returns a writer of plain JSON on one line, whatever else the mapper is set to.
	 * @param jsonMapper the application's mapper
	 * @return the writer
	 */
	static ObjectWriter compact(JsonMapper jsonMapper) {
		return jsonMapper.writer()
			.without(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE,
					SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.without(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
			.withFeatures(JsonWriteFeature.QUOTE_PROPERTY_NAMES, JsonWriteFeature.WRITE_NAN_AS_STRINGS,
					JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
			.withRootValueSeparator("");
	}

	void write(Iterable<? extends @Nullable Object> arguments) {
		this.buffer.reset();
		try {
			this.generator.writeStartArray();
			for (Object argument : arguments) {
				this.values.write(argument);
			}
			this.generator.writeEndArray();
			this.generator.flush();
		}
		catch (StreamConstraintsException ex) {
			throw tooDeep("more than " + this.generator.streamWriteConstraints().getMaxNestingDepth(), ex);
		}
		catch (JacksonException ex) {
			throw new JobRefusedException("The arguments of job '%s' cannot be written as JSON: %s".formatted(this.type,
					String.valueOf(ex.getOriginalMessage()).replaceAll("\\s+", " ")), ex);
		}
		checkDepth();
	}

	private void checkDepth() {
		int depth = this.buffer.depth() - 1;
		if (depth > this.maxDepth) {
			throw tooDeep(String.valueOf(depth), null);
		}
	}

	private JobRefusedException tooDeep(String depth, @Nullable Exception cause) {
		return new JobRefusedException(
				"The arguments of job '%s' are nested %s levels deep; valkey.queue.max-argument-depth allows %d"
					.formatted(this.type, depth, this.maxDepth),
				cause);
	}

	/**
	 * Returns the buffer, which begins with the last array.
	 * @return the buffer itself
	 */
	byte[] bytes() {
		return this.buffer.bytes();
	}

	int length() {
		return this.buffer.size();
	}

	String text() {
		return this.buffer.toString(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.generator.close();
	}

	private static final class Buffer extends ByteArrayOutputStream {

		private static final int USUAL_SIZE = 512;

		Buffer() {
			super(USUAL_SIZE);
		}

		byte[] bytes() {
			return this.buf;
		}

		int depth() {
			int depth = 0;
			int deepest = 0;
			boolean text = false;
			for (int i = 0; i < this.count; i++) {
				byte b = this.buf[i];
				if (text) {
					i += (b == '\\') ? 1 : 0;
					text = b != '"';
				}
				else if (b == '"') {
					text = true;
				}
				else if (b == '[' || b == '{') {
					deepest = Math.max(deepest, ++depth);
				}
				else if (b == ']' || b == '}') {
					depth--;
				}
			}
			return deepest;
		}

	}

}
