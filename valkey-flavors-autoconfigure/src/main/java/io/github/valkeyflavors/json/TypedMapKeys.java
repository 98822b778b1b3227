package io.github.valkeyflavors.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleKeyDeserializers;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.Serializers;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Keeps the type of a map's keys where the declared type does not say it: a key that is
 * not text is written as {@code @java.lang.Long:5}, and so is text that starts with the
 * same sign. Without this such keys would come back as text.
 */
final class TypedMapKeys extends SimpleModule {

	private static final long serialVersionUID = 1L;

	private static final String MARK = "@";

	private static final char SEPARATOR = ':';

	private final transient PolymorphicTypeValidator validator;

	TypedMapKeys(PolymorphicTypeValidator validator) {
		super("valkey-flavors-typed-map-keys");
		this.validator = validator;
	}

	@Override
	public void setupModule(SetupContext context) {
		context.addKeySerializers(new UntypedKeySerializers());
		context.addKeyDeserializers(
				new SimpleKeyDeserializers().addDeserializer(Object.class, new KeyReader(this.validator)));
	}

	/**
	 * Applies where a map does not declare the type of its keys.
	 */
	private static final class UntypedKeySerializers extends Serializers.Base {

		@Override
		public @Nullable ValueSerializer<?> findSerializer(SerializationConfig config, JavaType type,
				BeanDescription.Supplier description, JsonFormat.Value format) {
			return type.isJavaLangObject() ? new KeyWriter() : null;
		}

	}

	/**
	 * Writes keys with their type.
	 */
	private static final class KeyWriter extends ValueSerializer<Object> {

		@Override
		public void serialize(Object key, JsonGenerator generator, SerializationContext context) {
			if (key instanceof String text && !text.startsWith(MARK)) {
				generator.writeName(text);
				return;
			}
			Class<?> type = (key instanceof Enum<?> constant) ? constant.getDeclaringClass() : key.getClass();
			generator.writeName(MARK + type.getName() + SEPARATOR + text(key, type, context));
		}

		private static String text(Object key, Class<?> type, SerializationContext context) {
			try (TokenBuffer buffer = context.bufferForValueConversion()) {
				buffer.writeStartObject();
				context.findKeySerializer(type, null).serialize(key, buffer, context);
				try (JsonParser parser = buffer.asParser()) {
					parser.nextToken();
					return parser.nextName();
				}
			}
		}

	}

	/**
	 * Reads keys with their type, if it is allowed.
	 */
	private static final class KeyReader extends KeyDeserializer {

		private final PolymorphicTypeValidator validator;

		KeyReader(PolymorphicTypeValidator validator) {
			this.validator = validator;
		}

		@Override
		public Object deserializeKey(String key, DeserializationContext context) {
			int separator = key.indexOf(SEPARATOR);
			if (!key.startsWith(MARK) || separator < 0) {
				return key;
			}
			JavaType untyped = context.constructType(Object.class);
			String name = key.substring(MARK.length(), separator);
			// No key has type arguments, and Jackson would not ask about them
			JavaType type = (name.indexOf('<') < 0) ? context.resolveAndValidateSubType(untyped, name, this.validator)
					: null;
			if (type == null) {
				throw context.invalidTypeIdException(untyped, name, "no such class found");
			}
			return context.findKeyDeserializer(type, null).deserializeKey(key.substring(separator + 1), context);
		}

	}

}
