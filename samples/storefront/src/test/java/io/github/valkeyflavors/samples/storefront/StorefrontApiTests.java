package io.github.valkeyflavors.samples.storefront;

import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

import com.jayway.jsonpath.JsonPath;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@StorefrontTest
class StorefrontApiTests {

	private final int port;

	private Visitor visitor;

	StorefrontApiTests(@LocalServerPort int port) {
		this.port = port;
	}

	@BeforeEach
	void setUp() {
		this.visitor = new Visitor(this.port);
	}

	@Test
	void knowsNobodyWithoutALogin() {
		assertProblem(this.visitor.get("/api/me"), 401, "Log in first.");
	}

	@Test
	void createsNoSessionForRequestsThatNeedNone() {
		this.visitor.get("/api/me");
		this.visitor.get("/api/products/1");
		this.visitor.post("/api/logout", "");
		this.visitor.page("/");

		assertThat(this.visitor.cookies()).isEmpty();
	}

	@Test
	void remembersWhoLoggedIn() {
		HttpResponse<String> login = login("  ada ");

		assertThat(login.statusCode()).isEqualTo(200);
		assertThat(this.visitor.get("/api/me").body()).isEqualTo("{\"user\":\"ada\"}");
	}

	@Test
	void keepsTheCookieFromScriptsAndOtherSites() {
		HttpResponse<String> login = login("ada");

		assertThat(login.headers().firstValue("Set-Cookie")).hasValueSatisfying(
				(cookie) -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax").doesNotContain("Domain"));
	}

	@Test
	void givesANewSessionIdAtLogin() {
		login("ada");
		String before = this.visitor.cookies().get(0).getValue();
		login("grace");

		assertThat(this.visitor.cookies()).extracting(HttpCookie::getValue).hasSize(1).doesNotContain(before);
		assertThat(this.visitor.get("/api/me").body()).isEqualTo("{\"user\":\"grace\"}");
	}

	@Test
	void forgetsWhoLoggedOut() {
		login("ada");

		assertThat(this.visitor.post("/api/logout", "").statusCode()).isEqualTo(204);
		assertThat(this.visitor.get("/api/me").statusCode()).isEqualTo(401);
	}

	@Test
	void answersAProductFromTheDatabaseAndThenFromTheCache() {
		HttpResponse<String> first = this.visitor.get("/api/products/5");
		HttpResponse<String> second = this.visitor.get("/api/products/5");

		assertThat(first.body()).contains("\"price\":4.60", "\"source\":\"database\"");
		assertThat(second.body()).contains("\"price\":4.60", "\"source\":\"cache\"");
	}

	@Test
	void answersARateFromTheDatabaseAndThenFromTheCacheInAnyCase() {
		HttpResponse<String> first = this.visitor.get("/api/rates/usd");
		HttpResponse<String> second = this.visitor.get("/api/rates/USD");

		assertThat(first.body())
			.isEqualTo("{\"currency\":\"USD\",\"base\":\"EUR\",\"rate\":1.1587,\"source\":\"database\"}");
		assertThat(second.body()).contains("\"source\":\"cache\"");
	}

	@Test
	void acceptsAnOrderAndConfirmsIt() {
		login("ada");

		HttpResponse<String> accepted = order("{\"productId\":1,\"quantity\":2}");
		HttpResponse<String> order = this.visitor.get(accepted.headers().firstValue("Location").orElseThrow());

		assertThat(accepted.statusCode()).isEqualTo(202);
		assertThat(read(accepted, "$.jobId")).asString().matches("[0-9a-f]{24}");
		assertThat(read(order, "$.orderId")).isEqualTo(read(accepted, "$.orderId"));
		assertThat(read(order, "$.status")).isEqualTo("confirmed");
		assertThat(read(order, "$.total")).hasToString("9.8");
	}

	@Test
	void tellsTheLifeOfAJobThatIsDoneAtOnce() {
		HttpResponse<String> order = ordered("{\"productId\":1,\"quantity\":1,\"card\":\"accepted\"}");

		assertThat(read(order, "$.events[*].step")).isEqualTo(List.of("waiting", "running", "done"));
		assertThat(read(order, "$.events[0]")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsOnlyKeys("step", "attempt", "at");
	}

	@Test
	void tellsTheLifeOfAJobThatIsRetried() {
		HttpResponse<String> order = ordered("{\"productId\":1,\"quantity\":1,\"card\":\"declined-at-first\"}");

		assertThat(read(order, "$.status")).isEqualTo("confirmed");
		assertThat(read(order, "$.events[*].step"))
			.isEqualTo(List.of("waiting", "running", "failed", "retried", "done"));
		assertThat(read(order, "$.events[*].attempt")).isEqualTo(List.of(1, 1, 1, 2, 2));
		assertThat(read(order, "$.events[2].detail")).isEqualTo("The bank declined the card.");
		assertThat(Instant.parse((String) read(order, "$.events[2].retryAt")))
			.isEqualTo(Instant.parse((String) read(order, "$.events[2].at")).plusSeconds(2));
	}

	@Test
	void tellsTheLifeOfAJobThatIsGivenUp() {
		HttpResponse<String> order = ordered("{\"productId\":1,\"quantity\":1,\"card\":\"declined\"}");

		assertThat(read(order, "$.status")).isEqualTo("failed");
		assertThat(read(order, "$.events[*].step"))
			.isEqualTo(List.of("waiting", "running", "failed", "retried", "failed", "retried", "failed", "given-up"));
	}

	@Test
	void showsTheStockAsItIsWhileTheProductIsCached() {
		login("ada");
		Object before = read(this.visitor.get("/api/products/2"), "$.stock");
		order("{\"productId\":2,\"quantity\":3}");
		HttpResponse<String> after = this.visitor.get("/api/products/2");

		assertThat(read(after, "$.source")).isEqualTo("cache");
		assertThat(read(after, "$.stock")).isEqualTo((Integer) before - 3);
	}

	@Test
	void wantsALoginBeforeItLooksAtAnOrder() {
		assertProblem(order("{"), 401, "Log in first.");
		assertProblem(this.visitor.get("/api/orders/0"), 401, "Log in first.");
	}

	@Test
	void hidesTheOrdersOfOthers() {
		login("ada");
		Object orderId = read(order("{\"productId\":1,\"quantity\":1}"), "$.orderId");
		login("grace");

		assertProblem(this.visitor.get("/api/orders/" + orderId), 404, "You have no order " + orderId + ".");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"productId":1,"quantity":0}    | 400 | quantity must be between 1 and 99.
			{"productId":1,"quantity":-1}   | 400 | quantity must be between 1 and 99.
			{"productId":1,"quantity":100}  | 400 | quantity must be between 1 and 99.
			{"productId":1}                 | 400 | quantity must be between 1 and 99.
			{"quantity":1}                  | 400 | productId must be given.
			{"productId":1,"quantity":1.5}  | 400 | quantity has the wrong type.
			{"productId":1,"quantity":"x"}  | 400 | quantity has the wrong type.
			{"productId":1,"quantity":3e9}  | 400 | quantity has the wrong type.
			{"productId":[],"quantity":1}   | 400 | productId has the wrong type.
			{"productId":1,"quantity"       | 400 | The body is not valid JSON.
			{"productId":1,"quantity":1,"card":"gold"} | 400 | card has the wrong type.
			[]                              | 400 | The body has the wrong type.
			null                            | 400 | The body is missing.
			''                              | 400 | The body is missing.
			{"productId":99,"quantity":1}   | 404 | There is no product 99.
			{"productId":8,"quantity":50}   | 409 | Only 3 left.
			""")
	void refusesABadOrderWithOneClearLine(String body, int status, String detail) {
		login("ada");

		assertProblem(order(body), status, detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"user":"  "}  | user must not be blank.
			{"user":null}  | user must not be blank.
			{}             | user must not be blank.
			{"user"        | The body is not valid JSON.
			""")
	void refusesABadLoginWithOneClearLine(String body, String detail) {
		assertProblem(this.visitor.post("/api/login", body), 400, detail);
	}

	@Test
	void refusesALongName() {
		assertProblem(login("a".repeat(41)), 400, "user must have at most 40 characters.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/api/products/99    | There is no product 99.
			/api/products/salt  | There is nothing with the id 'salt'.
			/api/rates/XYZ      | There is no rate for the currency XYZ.
			/api/rates/dollars  | There is no rate for the currency DOLLARS.
			/api/nothing        | There is nothing at this address.
			/api/n%5Bthing%20   | There is nothing at this address.
			""")
	void doesNotFindWhatIsNotThere(String path, String detail) {
		HttpResponse<String> response = this.visitor.get(path);

		assertProblem(response, 404, detail);
		assertThat(read(response, "$.instance")).isEqualTo(path);
	}

	@Test
	void refusesAnotherMethod() {
		assertProblem(this.visitor.get("/api/login"), 405, "This address does not take that kind of request.");
	}

	@Test
	void refusesAFormThatAnotherSiteCouldSend() {
		assertThat(this.visitor.submit("/api/login", "user=ada").statusCode()).isEqualTo(415);
	}

	@Test
	void isAliveWithoutAnyServer() {
		assertThat(this.visitor.get("/actuator/health/liveness").body()).isEqualTo("{\"status\":\"UP\"}");
	}

	private HttpResponse<String> login(String user) {
		return this.visitor.post("/api/login", "{\"user\":\"%s\"}".formatted(user));
	}

	private HttpResponse<String> order(String body) {
		return this.visitor.post("/api/orders", body);
	}

	private HttpResponse<String> ordered(String body) {
		login("ada");
		return this.visitor.get(order(body).headers().firstValue("Location").orElseThrow());
	}

	private static Object read(HttpResponse<String> response, String path) {
		return JsonPath.read(response.body(), path);
	}

	private static void assertProblem(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(read(response, "$.status")).isEqualTo(status);
		assertThat(read(response, "$.detail")).isEqualTo(detail);
		assertThat(response.body()).doesNotContain("trace", "xception");
	}

}
