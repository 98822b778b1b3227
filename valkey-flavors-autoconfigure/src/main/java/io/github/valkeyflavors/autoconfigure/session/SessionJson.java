package io.github.valkeyflavors.autoconfigure.session;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.security.authentication.AccountExpiredException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import io.github.valkeyflavors.json.AllowedTypes;
import io.github.valkeyflavors.json.TypedJsonRedisSerializer;

/**
 * The JSON of session attributes, with Spring Security's types where it is present.
 */
final class SessionJson {

	private SessionJson() {
	}

	static RedisSerializer<Object> serializer(AllowedTypes types, @Nullable ClassLoader classLoader) {
		ClassLoader loader = (classLoader != null) ? classLoader : SessionJson.class.getClassLoader();
		JsonMapper.Builder mapper = JsonMapper.builder().addModules(JsonMapper.Builder.findModules(loader));
		return ClassUtils.isPresent("org.springframework.security.jackson.SecurityJacksonModules", loader)
				? Security.serializer(mapper, types, loader)
				: new TypedJsonRedisSerializer(mapper, types, types.validator().build());
	}

	/**
	 * Keeps Spring Security optional.
	 */
	private static final class Security {

		/**
		 * What a failed login leaves in the session, beside the bad credentials that
		 * Spring Security's own module knows.
		 */
		private static final List<Class<? extends AuthenticationException>> FAILURES = List.of(LockedException.class,
				DisabledException.class, AccountExpiredException.class, CredentialsExpiredException.class,
				AuthenticationServiceException.class, InternalAuthenticationServiceException.class,
				InsufficientAuthenticationException.class, ProviderNotFoundException.class,
				UsernameNotFoundException.class);

		private static final List<String> PACKAGES = List.of("org.springframework.security", "jakarta.servlet.http");

		static RedisSerializer<Object> serializer(JsonMapper.Builder mapper, AllowedTypes types,
				ClassLoader classLoader) {
			BasicPolymorphicTypeValidator.Builder classes = types.validator();
			mapper.addModules(SecurityJacksonModules.getModules(classLoader, classes));
			FAILURES.forEach((failure) -> {
				classes.allowIfSubType((context, type) -> type == failure);
				mapper.addMixIn(failure, Failure.class);
			});
			List<String> names = Stream.concat(types.prefixes().stream(), PACKAGES.stream()).toList();
			return new TypedJsonRedisSerializer(mapper, new AllowedTypes(names), classes.build());
		}

		/**
		 * Keeps the message of a failed login, and not where it came from.
		 */
		@JsonIgnoreProperties({ "cause", "stackTrace", "suppressed", "localizedMessage", "authenticationRequest" })
		private abstract static class Failure {

			@JsonCreator
			Failure(@JsonProperty("message") @Nullable String unusedMessage) {
			}

		}

	}

}
