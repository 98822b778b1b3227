package io.github.valkeyflavors.autoconfigure.session;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.json.AllowedTypes;
import io.github.valkeyflavors.json.TypedJsonRedisSerializer;

/**
 * The JSON of session attributes, with Spring Security's types where it is present.
 */
final class SessionJson {

	private SessionJson() {
	}

	static RedisSerializer<Object> serializer(AllowedTypes types, @Nullable ClassLoader classLoader) {
		boolean security = ClassUtils.isPresent("org.springframework.security.jackson.SecurityJacksonModules",
				classLoader);
		return security ? Security.serializer(types, classLoader) : new TypedJsonRedisSerializer(types, classLoader);
	}

	/**
	 * Keeps Spring Security optional.
	 */
	private static final class Security {

		static RedisSerializer<Object> serializer(AllowedTypes types, @Nullable ClassLoader classLoader) {
			ClassLoader loader = (classLoader != null) ? classLoader : SessionJson.class.getClassLoader();
			return new TypedJsonRedisSerializer(JsonMapper.builder()
				.addModules(JsonMapper.Builder.findModules(loader))
				.addModules(SecurityJacksonModules.getModules(loader, types.validator()))
				.build());
		}

	}

}
