package io.github.valkeyflavors.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.SerializationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

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
		this(JsonMapper.builder().addModules(JsonMapper.Builder.findModules(classLoader)),
				new NamesBeforeClasses(allowedTypes, allowedTypes.validator().build()), As.WRAPPER_ARRAY);
	}

	/**
	 * Creates a serializer with modules of its own, which names types in a property. A
	 * type may be read if both its name and its class are allowed.
	 * @param mapper a new builder with the modules; what they say of types is replaced
	 * @param names the types that may be read, by name
	 * @param classes the types that may be read, by class
	 */
	public TypedJsonRedisSerializer(JsonMapper.Builder mapper, AllowedTypes names, PolymorphicTypeValidator classes) {
		this(mapper, new NamesBeforeClasses(names, classes), As.PROPERTY);
	}

	private TypedJsonRedisSerializer(JsonMapper.Builder builder, PolymorphicTypeValidator validator, As inclusion) {
		JsonMapper mapper = builder.addModule(new TypedMapKeys(validator))
			.addModule(new SimpleModule("valkey-flavors-typing") {

				@Override
				public void setupModule(SetupContext context) {
					((MapperBuilder<?, ?>) context.getOwner())
						.setDefaultTyping(new PortableTyping(validator, inclusion));
				}

			})
			.build();
		this.writer = mapper.writerFor(Object.class)
			.without(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
			.with(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
		this.reader = mapper.readerFor(Object.class)
			.withoutFeatures(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
					DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID);
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
			throw new UnreadableJsonException("Could not read JSON: %s".formatted(reason(ex)), ex);
		}
	}

	/**
	 * Names types, but never shows a value: the message goes to logs.
	 */
	private static String reason(JacksonException ex) {
		return (ex instanceof InvalidTypeIdException) ? ex.getOriginalMessage()
				: "%s at %s".formatted(ex.getClass().getSimpleName(), ex.getPathReference());
	}

}
