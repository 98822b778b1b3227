package io.github.valkeyflavors.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator.Validity;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.impl.ClassNameIdResolver;
import tools.jackson.databind.jsontype.impl.DefaultTypeResolverBuilder;

/**
 * Names types by their class, except for the JDK's internal collections and maps (those
 * of {@code List.of}, {@code Stream.toList}, {@code Collections.unmodifiableSet}, a sub
 * list, the values of a map): these are named as the public class that they equal, so
 * that they can be read back, also by another version of the JDK.
 */
final class PortableTyping extends DefaultTypeResolverBuilder {

	private static final long serialVersionUID = 1L;

	PortableTyping(PolymorphicTypeValidator validator, JsonTypeInfo.As inclusion) {
		super(validator, DefaultTyping.NON_FINAL, inclusion);
	}

	private PortableTyping(PortableTyping base, Class<?> defaultImpl) {
		super(base, defaultImpl);
	}

	@Override
	public DefaultTypeResolverBuilder withDefaultImpl(Class<?> defaultImpl) {
		return new PortableTyping(this, defaultImpl);
	}

	@Override
	protected TypeIdResolver idResolver(DatabindContext context, JavaType baseType, PolymorphicTypeValidator validator,
			Collection<NamedType> subtypes, boolean forSerialization, boolean forDeserialization) {
		return new Names(baseType, subtypes, validator);
	}

	/**
	 * The names of types in JSON.
	 */
	private static final class Names extends ClassNameIdResolver {

		private static final long serialVersionUID = 1L;

		private final Class<?> baseClass;

		Names(JavaType baseType, Collection<NamedType> subtypes, PolymorphicTypeValidator validator) {
			super(baseType, subtypes, validator);
			this.baseClass = baseType.getRawClass();
		}

		@Override
		protected String _idFrom(DatabindContext context, Object value, Class<?> type) {
			Class<?> equal = isInternal(value) ? publicEqual(value) : null;
			if (equal == null || !this.baseClass.isAssignableFrom(equal)) {
				return super._idFrom(context, value, type);
			}
			JavaType key = context.constructType(value.getClass()).getKeyType();
			return (key == null || key.isJavaLangObject() || key.isAbstract()) ? equal.getName()
					: context.getTypeFactory()
						.constructMapLikeType(equal, key, context.constructType(Object.class))
						.toCanonical();
		}

		/**
		 * Asks about the whole name: Jackson asks about names without type arguments, and
		 * about those only when their classes are loaded.
		 */
		@Override
		public JavaType typeFromId(DatabindContext context, String id) {
			if (this._subTypeValidator.validateSubClassName(context, this._baseType, id) == Validity.DENIED) {
				throw ((DeserializationContext) context).invalidTypeIdException(this._baseType, id,
						"denied resolution, because it is not among the allowed types");
			}
			return super.typeFromId(context, id);
		}

		private static boolean isInternal(Object value) {
			if (value instanceof EnumSet<?> set) {
				return set.isEmpty();
			}
			if (value instanceof EnumMap<?, ?> map) {
				return map.isEmpty();
			}
			return value.getClass().getName().startsWith("java.")
					&& ClassUtils.getConstructorIfAvailable(value.getClass()) == null;
		}

		private static @Nullable Class<?> publicEqual(Object value) {
			if (value instanceof Map) {
				return (value instanceof SortedMap) ? TreeMap.class : LinkedHashMap.class;
			}
			if (value instanceof Set) {
				return (value instanceof SortedSet) ? TreeSet.class : LinkedHashSet.class;
			}
			return (value instanceof List || value instanceof Collection) ? ArrayList.class : null;
		}

	}

}
