package io.github.valkeyflavors.autoconfigure.session;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import jakarta.servlet.http.Cookie;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.SerializationException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AccountExpiredException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.web.util.WebUtils;

import io.github.valkeyflavors.json.AllowedTypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SessionJson}.
 */
class SessionJsonTests {

	private static final AllowedTypes TYPES = new AllowedTypes(List.of(SessionJsonTests.class.getPackageName()));

	private static final List<GrantedAuthority> AUTHORITIES = List.of(new SimpleGrantedAuthority("ROLE_BUYER"));

	private static final User ALICE = new User("alice", "{noop}secret", AUTHORITIES);

	private static final AtomicInteger CREATED = new AtomicInteger();

	private final RedisSerializer<Object> serializer = SessionJson.serializer(TYPES, getClass().getClassLoader());

	private final RedisSerializer<Object> withoutSecurity = SessionJson.serializer(TYPES,
			new FilteredClassLoader("org.springframework.security"));

	static List<Object> values() {
		Instant instant = Instant.parse("2026-01-02T03:04:05.678901234Z");
		return List.of("text", true, 1, 1L, 1.5, 1.5f, (short) 1, 'c', new BigDecimal("1.50"), new byte[] { 1, 2 },
				new long[] { 1, 2 }, new String[] { "a" }, instant, Duration.ofMinutes(5), LocalDate.of(2026, 1, 2),
				ZonedDateTime.ofInstant(instant, ZoneId.of("Europe/Berlin")),
				OffsetDateTime.parse("2026-01-02T03:04:05+02:00"), ZoneId.of("Europe/Berlin"),
				Date.from(instant.truncatedTo(ChronoUnit.MILLIS)), new UUID(1, 2), Locale.GERMANY,
				List.of(1L, 2, "three"), new ArrayList<>(List.of(1L)), Set.of(1L), Map.of("key", 1L),
				Map.of(1L, "value"), List.of(1, 2, 3).subList(1, 2), URI.create("https://example.com"),
				new Object[] { 1L }, EnumSet.of(Size.SMALL), Size.SMALL, cart());
	}

	private static Cart cart() {
		return new Cart(1L, Instant.EPOCH, List.of(new Line("shoe", 2, Size.LARGE)),
				Map.of("gift", new Line("x", 1, Size.SMALL), "count", 7L));
	}

	static Stream<AuthenticationException> failedLogins() {
		return Stream.of(new BadCredentialsException("no"), new LockedException("no"), new DisabledException("no"),
				new AccountExpiredException("no"), new CredentialsExpiredException("no"),
				new InternalAuthenticationServiceException("no", new IllegalStateException("database away")));
	}

	@ParameterizedTest
	@MethodSource("values")
	void returnsValueAsItWas(Object value) {
		assertThat(copy(this.serializer, value)).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("values")
	void returnsValueAsItWasWithoutSpringSecurity(Object value) {
		assertThat(copy(this.withoutSecurity, value)).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("values")
	void readsWithSpringSecurityWhatWasWrittenWithoutIt(Object value) {
		assertThat(this.serializer.deserialize(this.withoutSecurity.serialize(value))).isEqualTo(value);
	}

	@Test
	void returnsNothingForNothing() {
		assertThat(copy(this.serializer, null)).isNull();
	}

	@Test
	void isReadable() {
		assertThat(this.serializer.serialize(new Line("shoe", 2, Size.LARGE))).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"@class\":\"%s\",\"product\":\"shoe\",\"quantity\":2,\"size\":\"LARGE\"}"
				.formatted(Line.class.getName()));
	}

	@Test
	void returnsSecurityContextOfLoggedInUser() {
		UsernamePasswordAuthenticationToken token = UsernamePasswordAuthenticationToken.authenticated(ALICE, null,
				AUTHORITIES);
		token.setDetails(new WebAuthenticationDetails("127.0.0.1", "session"));
		SecurityContextImpl context = new SecurityContextImpl(token);

		assertThat(copy(this.serializer, context)).usingRecursiveComparison().isEqualTo(context);
	}

	@Test
	void returnsAuthoritiesOfPrincipal() {
		Object copy = copy(this.serializer, ALICE);

		assertThat(copy).isInstanceOfSatisfying(User.class,
				(user) -> assertThat(user.getAuthorities()).isEqualTo(ALICE.getAuthorities()));
	}

	@Test
	void returnsPrincipalOfApplicationsOwnType() {
		Customer customer = new Customer(1L, "alice");

		Object copy = copy(this.serializer,
				UsernamePasswordAuthenticationToken.authenticated(customer, null, AUTHORITIES));

		assertThat(copy).isInstanceOfSatisfying(Authentication.class,
				(token) -> assertThat(token.getPrincipal()).isEqualTo(customer));
	}

	@Test
	void returnsRememberMeToken() {
		RememberMeAuthenticationToken token = new RememberMeAuthenticationToken("key", ALICE, AUTHORITIES);

		assertThat(copy(this.serializer, token)).isEqualTo(token);
	}

	@Test
	void returnsAnonymousToken() {
		AnonymousAuthenticationToken token = new AnonymousAuthenticationToken("key", "anonymous", AUTHORITIES);

		assertThat(copy(this.serializer, token)).isEqualTo(token);
	}

	@Test
	void returnsCsrfToken() {
		DefaultCsrfToken token = new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "token");

		assertThat(copy(this.serializer, token)).usingRecursiveComparison().isEqualTo(token);
	}

	@Test
	void returnsSavedRequest() {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders");
		request.setParameter("page", "2");
		request.addHeader("Accept", "text/html");
		request.setCookies(new Cookie("theme", "dark"));
		new HttpSessionRequestCache().saveRequest(request, new MockHttpServletResponse());
		Object saved = WebUtils.getSessionAttribute(request, "SPRING_SECURITY_SAVED_REQUEST");

		Object copy = copy(this.serializer, saved);

		assertThat(copy).isInstanceOf(SavedRequest.class).usingRecursiveComparison().isEqualTo(saved);
	}

	@ParameterizedTest
	@MethodSource("failedLogins")
	void returnsFailedLogin(AuthenticationException failure) {
		assertThat(copy(this.serializer, failure)).isInstanceOfSatisfying(failure.getClass(),
				(copy) -> assertThat(copy).hasMessage("no"));
	}

	@Test
	void doesNotStoreWhereLoginFailed() {
		assertThat(this.serializer.serialize(new LockedException("no"))).asString(StandardCharsets.UTF_8)
			.doesNotContain(getClass().getName());
	}

	@BeforeEach
	void forget() {
		CREATED.set(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"@class\":\"%s\",\"name\":\"x\"}", "[\"java.util.ArrayList<%s>\",[{\"name\":\"x\"}]]",
			"[\"java.util.ArrayList\",[{\"@class\":\"%s\",\"name\":\"x\"}]]", "[\"[L%s;\",[{\"name\":\"x\"}]]",
			"[\"[[L%s;\",[[{\"name\":\"x\"}]]]",
			"{\"@class\":\"java.util.HashMap<java.lang.String,%s>\",\"key\":{\"name\":\"x\"}}",
			"{\"@class\":\"org.springframework.security.core.context.SecurityContextImpl\","
					+ "\"authentication\":{\"@class\":\"%s\",\"name\":\"x\"}}" })
	void doesNotInstantiateTypeOutsideOfList(String json) {
		RedisSerializer<Object> restricted = SessionJson.serializer(new AllowedTypes(List.of("com.example")),
				getClass().getClassLoader());
		byte[] bytes = json.formatted(Foreign.class.getName()).getBytes(StandardCharsets.UTF_8);

		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> restricted.deserialize(bytes));

		assertThat(CREATED).hasValue(0);
	}

	@Test
	void doesNotEvenLoadTypeOutsideOfList() {
		RedisSerializer<Object> restricted = SessionJson.serializer(new AllowedTypes(List.of("com.example")),
				getClass().getClassLoader());
		byte[] bytes = "{\"@class\":\"%s$Loaded\"}".formatted(getClass().getName()).getBytes(StandardCharsets.UTF_8);

		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> restricted.deserialize(bytes));

		assertThat(CREATED).hasValue(0);
	}

	@Test
	void instantiatesThatTypeInsideOfList() {
		byte[] bytes = "{\"@class\":\"%s\",\"name\":\"x\"}".formatted(Foreign.class.getName())
			.getBytes(StandardCharsets.UTF_8);

		assertThat(this.serializer.deserialize(bytes)).isInstanceOf(Foreign.class);
	}

	private static @Nullable Object copy(RedisSerializer<Object> serializer, @Nullable Object value) {
		return serializer.deserialize(serializer.serialize(value));
	}

	enum Size {

		SMALL, LARGE

	}

	record Line(String product, int quantity, Size size) {

	}

	record Cart(Long id, Instant created, List<Line> lines, Map<String, Object> extras) {

	}

	record Customer(Long id, String name) {

	}

	/**
	 * Final, so that nothing but the list stands between JSON and its constructor.
	 */
	static final class Foreign {

		public String name = "";

		Foreign() {
			CREATED.incrementAndGet();
		}

	}

	/**
	 * Tells that it was loaded.
	 */
	static final class Loaded {

		static {
			CREATED.incrementAndGet();
		}

	}

}
