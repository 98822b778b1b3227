package io.github.valkeyflavors.benchmarks.outages;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is told about each fault, and what it has to be.
 */
final class Figures {

	private Figures() {
	}

	static List<Figure> of(Fault fault) {
		List<Figure> figures = new ArrayList<>();
		figures.add(Figure.of("requests", (outcome) -> outcome.duringAndAfter().count()));
		switch (fault) {
			case CACHE_FROZEN -> ofCache(figures, 20);
			case CACHE_KILLED -> ofCache(figures, 5);
			case SESSIONS_FROZEN -> ofSessions(figures);
			case QUEUE_FROZEN -> ofQueue(figures);
			case ALL_FROZEN -> ofAll(figures);
		}
		return figures;
	}

	private static void ofCache(List<Figure> figures, int slow) {
		RequestKind page = RequestKind.PRODUCT;
		figures
			.add(Figure.of("failed requests", (outcome) -> outcome.duringAndAfter().count(Sample::isFailed)).atMost(0));
		figures
			.add(Figure.of("requests slower than 250 ms", (outcome) -> outcome.duringAndAfter().count(Sample::isSlow))
				.atMost(slow));
		figures.add(Figure.of("slowest request, ms", (outcome) -> outcome.duringAndAfter().slowest()));
		figures.add(opened());
		addBefore(figures, page);
		figures.add(p99(page, "caching switched off", Outcome::uncached));
		figures.add(p99(page, "once the breaker is open", Outcome::onceOpen));
		figures.add(
				Figure
					.of("product page, p99, once open / caching switched off",
							(outcome) -> p99(outcome.onceOpen(), page) / p99(outcome.uncached(), page))
					.atMost(1.1));
		figures.add(normal("every page normal after the return, s", (sample) -> true));
		figures.add(closed());
	}

	private static void ofSessions(List<Figure> figures) {
		RequestKind page = RequestKind.PRODUCT;
		figures.add(Figure
			.of("anonymous pages: failed", (outcome) -> outcome.duringAndAfter().of(page).count(Sample::isFailed))
			.atMost(0));
		addBefore(figures, page);
		figures.add(p99(page, "during the fault", Outcome::during));
		figures.add(
				Figure
					.of("product page, p99, during / before",
							(outcome) -> p99(outcome.during(), page) / p99(outcome.before(), page))
					.atMost(1.1));
		figures.add(opened());
		figures.add(Figure.of("requests with a session",
				(outcome) -> outcome.during().count((sample) -> sample.kind().needsSession())));
		figures.add(Figure.of("of these, answered 503", (outcome) -> unavailable(outcome).count()));
		figures.add(Figure.of("of these, with `Retry-After` and problem detail",
				(outcome) -> unavailable(outcome).count(Sample::polite)));
		figures.add(Figure.of("slowest 503, ms", (outcome) -> unavailable(outcome).slowest()).atMost(1100));
		figures.add(
				Figure
					.of("neither answered well nor 503 (500, no answer within the client's patience)",
							(outcome) -> outcome.during()
								.count((sample) -> sample.kind().needsSession() && sample.isFailed()
										&& !sample.isUnavailable()))
					.atMost(0));
		figures.add(Figure.of("first good login after the return, s", Outcome::secondsToLogin).atMost(1));
		figures.add(normal("every page normal after the return, s", (sample) -> true));
		figures.add(closed());
	}

	private static void ofQueue(List<Figure> figures) {
		RequestKind order = RequestKind.ORDER;
		figures.add(Figure
			.of(order.title() + ": failed", (outcome) -> outcome.duringAndAfter().of(order).count(Sample::isFailed))
			.atMost(0));
		figures.add(opened());
		addBefore(figures, order);
		figures.add(p99(order, "once the breaker is open", Outcome::onceOpen).below(300));
		figures
			.add(Figure.of(order.title() + ", slowest, ms", (outcome) -> outcome.duringAndAfter().of(order).slowest()));
		addOrders(figures);
		figures.add(Figure.of("other requests: failed",
				(outcome) -> outcome.duringAndAfter().count((sample) -> sample.isFailed() && sample.kind() != order)));
		figures.add(p99(RequestKind.PRODUCT, "before", Outcome::before));
		figures.add(p99(RequestKind.PRODUCT, "during the fault", Outcome::during));
		figures.add(normal("every page normal after the return, s", (sample) -> true));
		figures.add(closed());
	}

	private static void ofAll(List<Figure> figures) {
		figures.add(Figure.of("product page: failed",
				(outcome) -> outcome.duringAndAfter().of(RequestKind.PRODUCT).count(Sample::isFailed)));
		figures.add(p99(RequestKind.PRODUCT, "before", Outcome::before));
		figures.add(p99(RequestKind.PRODUCT, "during the fault", Outcome::during));
		figures.add(closed().atMost(2));
		for (RequestKind kind : RequestKind.values()) {
			figures.add(
					normal(kind.title() + ": normal after the return, s", (sample) -> sample.kind() == kind).atMost(2));
		}
		figures.add(Figure.of("first good login after the return, s", Outcome::secondsToLogin));
		addOrders(figures);
	}

	private static void addBefore(List<Figure> figures, RequestKind kind) {
		for (int percent : new int[] { 50, 99 }) {
			figures.add(Figure.of("%s, p%d, before, ms".formatted(kind.title(), percent),
					(outcome) -> outcome.before().of(kind).percentile(percent / 100.0)));
		}
	}

	private static void addOrders(List<Figure> figures) {
		figures.add(Figure.of("orders accepted", (outcome) -> outcome.orders().accepted()));
		figures.add(Figure.of("of these, never confirmed", (outcome) -> outcome.orders().unconfirmed()).atMost(0));
		figures
			.add(Figure.of("of these, performed more than once", (outcome) -> outcome.orders().repeated()).atMost(0));
	}

	private static Figure p99(RequestKind kind, String period, Function<Outcome, Samples> samples) {
		return Figure.of("%s, p99, %s, ms".formatted(kind.title(), period),
				(outcome) -> p99(samples.apply(outcome), kind));
	}

	private static double p99(Samples samples, RequestKind kind) {
		return samples.of(kind).percentile(0.99);
	}

	private static Samples unavailable(Outcome outcome) {
		return outcome.during().where(Sample::isUnavailable);
	}

	private static Figure normal(String title, Predicate<Sample> condition) {
		return Figure.of(title, (outcome) -> outcome.secondsToNormal(condition));
	}

	private static Figure opened() {
		return Figure.of("breaker open after, s", Outcome::secondsToOpen);
	}

	private static Figure closed() {
		return Figure.of("every breaker closed after the return, s", Outcome::secondsToClose);
	}

}
