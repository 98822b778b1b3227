package io.github.valkeyflavors.queue.protocol;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Takes one level of a JSON text apart and leaves the text of each value as it is, so
 * that what is not understood survives a round trip, numbers of any size and spelling
 * included.
 *
 * @since 0.1.0
 */
public final class RawJson {

	// The default pool is one queue for all threads, which they contend for
	private static final JsonFactory FACTORY = JsonFactory.builder()
		.recyclerPool(JsonRecyclerPools.threadLocalPool())
		.disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
		.build();

	private RawJson() {
	}

	/**
	 * Takes an object apart.
	 * @param json the text of a JSON object
	 * @return the JSON text of each value by its name, in the order of the text
	 * @throws MalformedPayloadException if the text is no JSON object
	 */
	public static Map<String, String> object(String json) {
		Map<String, String> values = new LinkedHashMap<>();
		read(json, JsonToken.START_OBJECT, values::put);
		return values;
	}

	/**
	 * Takes an array apart.
	 * @param json the text of a JSON array
	 * @return the JSON text of each value
	 * @throws MalformedPayloadException if the text is no JSON array
	 */
	public static List<String> array(String json) {
		List<String> values = new ArrayList<>();
		read(json, JsonToken.START_ARRAY, (name, value) -> values.add(value));
		return values;
	}

	private static void read(String json, JsonToken start, BiConsumer<String, String> values) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != start) {
				throw new MalformedPayloadException(
						"Not a JSON " + ((start == JsonToken.START_OBJECT) ? "object" : "array"), null);
			}
			for (JsonToken token = parser.nextToken(); !token.isStructEnd(); token = parser.nextToken()) {
				String name = "";
				if (token == JsonToken.PROPERTY_NAME) {
					name = parser.currentName();
					parser.nextToken();
				}
				values.accept(name, value(parser, json));
			}
			if (parser.nextToken() != null) {
				throw new MalformedPayloadException("More than one JSON value", null);
			}
		}
		catch (JacksonException ex) {
			throw new MalformedPayloadException("Invalid JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	private static String value(JsonParser parser, String json) {
		int start = (int) parser.currentTokenLocation().getCharOffset();
		parser.skipChildren();
		parser.finishToken();
		return json.substring(start, (int) parser.currentLocation().getCharOffset());
	}

	static String quote(String text) {
		StringWriter json = new StringWriter(text.length() + 2);
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), json)) {
			generator.writeString(text);
		}
		return json.toString();
	}

	/**
	 * Reads a text.
	 * @param json the JSON text of any value, or {@code null} if there is none
	 * @return the text, or {@code null} if the value is not a text
	 */
	public static @Nullable String unquote(@Nullable String json) {
		if (json == null || !json.startsWith("\"")) {
			return null;
		}
		if (json.indexOf('\\') < 0) {
			return json.substring(1, json.length() - 1);
		}
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			parser.nextToken();
			return parser.getString();
		}
	}

}
