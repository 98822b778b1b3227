package io.github.valkeyflavors.samples.storefront;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@StorefrontTest
class StorefrontPagesTests {

	private static final Pattern STEP = Pattern.compile("class=\"step-name\">([^<]+)<");

	private final int port;

	private Visitor visitor;

	StorefrontPagesTests(@LocalServerPort int port) {
		this.port = port;
	}

	@BeforeEach
	void setUp() {
		this.visitor = new Visitor(this.port);
	}

	@Test
	void listsTheProducts() {
		assertThat(this.visitor.page("/").body()).contains("Saffron", "€14.50", "Log in").doesNotContain("Log out");
	}

	@Test
	void showsPricesInTheChosenCurrency() {
		assertThat(this.visitor.page("/?currency=JPY").body()).contains("¥2,590", "/products/8?currency=JPY");
	}

	@Test
	void showsWhereAProductCameFrom() {
		this.visitor.page("/products/6");

		assertThat(this.visitor.page("/products/6").body()).contains("Blue poppy seed", "4200 in stock",
				"<span class=\"tag cache\">cache</span>");
	}

	@Test
	void greetsWhoLoggedIn() {
		assertThat(login("Ada <3", "/").headers().firstValue("Location")).hasValue("/");
		assertThat(this.visitor.page("/").body()).contains("Ada &lt;3", "Log out");
	}

	@Test
	void asksABlankNameAgain() {
		HttpResponse<String> response = login("+", "/orders");

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("Your name must not be blank.", "value=\"/orders\"");
	}

	@Test
	void ordersAndShowsTheConfirmation() {
		login("ada", "/");

		HttpResponse<String> ordered = this.visitor.submit("/orders", "productId=1&quantity=2");
		String address = ordered.headers().firstValue("Location").orElseThrow();

		assertThat(ordered.statusCode()).isEqualTo(302);
		assertThat(this.visitor.page(address).body()).contains("confirmed", "€9.80", "Thank you")
			.doesNotContain("http-equiv=\"refresh\"");
		assertThat(this.visitor.page("/orders").body()).contains("2 × Smoked paprika", address);
	}

	@Test
	void showsTheLifeOfAJobThatIsRetried() {
		String page = this.visitor.page(ordered("DECLINED_AT_FIRST")).body();

		assertThat(steps(page)).containsExactly("Waiting", "Running", "Failed", "Retried", "Done");
		assertThat(page).containsPattern("<time [^>]*datetime=\"\\d{4}-\\d\\d-\\d\\dT[^\"]+Z\"")
			.contains("The bank declined the card.", "Running again, attempt 2.")
			.doesNotContain("Next attempt");
	}

	@Test
	void showsTheLifeOfAJobThatIsGivenUp() {
		String page = this.visitor.page(ordered("DECLINED")).body();

		assertThat(page).contains("Attempt 3 was the last one.", "This order could not be confirmed.");
		assertThat(steps(page)).startsWith("Waiting", "Running", "Failed", "Retried").endsWith("Failed", "Given up");
	}

	@Test
	void listsTheLifeOfEachJob() {
		ordered("DECLINED_AT_FIRST");

		assertThat(steps(this.visitor.page("/orders").body())).startsWith("Waiting", "Running", "Failed", "Retried",
				"Done");
	}

	@Test
	void offersCards() {
		assertThat(this.visitor.page("/products/1").body()).contains("Test card: declined at first",
				"value=\"DECLINED_AT_FIRST\"");
	}

	@ParameterizedTest
	@CsvSource({ "/orders, /login?next=/orders",
			"/orders/4fd0a1f2-54a2-4d43-8a39-5bbf5f7d1d53, /login?next=/orders/4fd0a1f2-54a2-4d43-8a39-5bbf5f7d1d53" })
	void sendsStrangersToTheLoginAndBack(String path, String login) {
		assertThat(this.visitor.page(path).headers().firstValue("Location")).hasValue(login);
	}

	@Test
	void sendsStrangersWhoOrderBackToTheProduct() {
		HttpResponse<String> response = this.visitor.submit("/orders", "productId=3&quantity=2");

		assertThat(response.headers().firstValue("Location")).hasValue("/login?next=/products/3");
		assertThat(login("ada", "/products/3").headers().firstValue("Location")).hasValue("/products/3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "//evil.example", "https://evil.example", "/products/1//evil.example", "/\\evil.example",
			"javascript:alert(1)" })
	void neverSendsALoginToAnotherSite(String next) {
		assertThat(login("ada", next.replace(":", "%3A").replace("\\", "%5C")).headers().firstValue("Location"))
			.hasValue("/");
	}

	@Test
	void logsOut() {
		login("ada", "/");
		this.visitor.submit("/logout", "");

		assertThat(this.visitor.page("/").body()).contains("Log in").doesNotContain("Log out");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/products/99     | 404 | There is no product 99.
			/products/salt   | 404 | There is nothing at this address.
			/orders/1        | 404 | There is nothing at this address.
			/?currency=XYZ   | 404 | There is no rate for the currency XYZ.
			/nothing         | 404 | There is nothing at this address.
			""")
	void explainsWhatIsWrongOnAPage(String path, int status, String detail) {
		HttpResponse<String> response = this.visitor.page(path);

		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
		assertThat(response.body()).contains(detail.replace("'", "&#39;"));
	}

	@Test
	void explainsWhatIsWrongWithAnOrder() {
		login("ada", "/");

		assertThat(this.visitor.submit("/orders", "productId=8&quantity=50").body()).contains("Only 3 left.");
		assertThat(this.visitor.submit("/orders", "productId=1&quantity=0").statusCode()).isEqualTo(400);
		assertThat(this.visitor.submit("/orders", "productId=1&quantity=1&card=GOLD").statusCode()).isEqualTo(400);
	}

	private String ordered(String card) {
		login("ada", "/");
		return this.visitor.submit("/orders", "productId=1&quantity=1&card=" + card)
			.headers()
			.firstValue("Location")
			.orElseThrow();
	}

	private static List<String> steps(String page) {
		return STEP.matcher(page).results().map((step) -> step.group(1)).toList();
	}

	private HttpResponse<String> login(String user, String next) {
		return this.visitor.submit("/login", "user=" + user.replace(" ", "+").replace("<", "%3C") + "&next=" + next);
	}

}
