package io.github.valkeyflavors.json;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.SerializationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Serializes values as JSON that names their type wherever the declared type does not say
 * it: at the root, in collections, in the keys of maps and for types that can have
 * subtypes. What is not a type of JSON itself comes back as it was, a {@code Long}, a
 * record or a zoned date included. Immutable and other internal collections of the JDK
 * come back as an equal public one, such as an {@link java.util.ArrayList}. An
 * {@link java.util.Optional} keeps itself only where a property declares it; elsewhere
 * its content comes back.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class TypedJsonRedisSerializer implements RedisSerializer<Object> {

	private static final byte[] EMPTY = new byte[0];

	private final ObjectWriter writer;

	private final ObjectReader reader;

	/**
	 * Creates a serializer that reads allowed types only.
	 * @param allowedTypes the types that may be read
	 * @param classLoader the class loader to find Jackson's modules with
	 */
	public TypedJsonRedisSerializer(AllowedTypes allowedTypes, @Nullable ClassLoader classLoader) {
		this(mapper(new NamesBeforeClasses(allowedTypes), classLoader));
	}

	/**
	 * Creates a serializer over a mapper that validates types itself.
	 * @param mapper the mapper
	 */
	public TypedJsonRedisSerializer(JsonMapper mapper) {
		this.writer = mapper.writerFor(Object.class)
			.without(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
			.with(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
		this.reader = mapper.readerFor(Object.class)
			.withoutFeatures(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
					DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID);
	}

	private static JsonMapper mapper(PolymorphicTypeValidator validator, @Nullable ClassLoader classLoader) {
		return JsonMapper.builder()
			.addModules(JsonMapper.Builder.findModules(classLoader))
			.addModule(new TypedMapKeys(validator))
			.setDefaultTyping(new PortableTyping(validator))
			.build();
	}

	@Override
	public byte[] serialize(@Nullable Object value) {
		if (value == null) {
			return EMPTY;
		}
		try {
			return this.writer.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new SerializationException(
					"Could not write %s as JSON: %s".formatted(value.getClass().getName(), ex.getOriginalMessage()),
					ex);
		}
	}

	@Override
	public @Nullable Object deserialize(byte @Nullable [] bytes) {
		if (bytes == null || bytes.length == 0) {
			return null;
		}
		try {
			return this.reader.readValue(bytes);
		}
		catch (JacksonException ex) {
			throw new SerializationException("Could not read JSON: %s".formatted(ex.getOriginalMessage()), ex);
		}
	}

}
