package io.github.valkeyflavors.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.ops.server.ServerWatch;
import io.github.valkeyflavors.outage.OutageReason;
import io.github.valkeyflavors.queue.admin.JobQueues;

/**
 * Serves the console: its page, the files of it, and the JSON below {@code api/} that the
 * page alone is meant to read. A servlet of its own, so that neither the error pages nor
 * the message converters nor the interceptors of the application change what it answers.
 * <p>
 * Thread-safe. Keeps nothing.
 *
 * @since 0.1.0
 */
@SuppressWarnings("serial") // servlets are not serialized
public final class ConsoleServlet extends HttpServlet {

	private static final Log logger = LogFactory.getLog(ConsoleServlet.class);

	private static final String API = "api/";

	// In the answer of a server whose ACL forbids it
	private static final Pattern COMMAND = Pattern.compile("run the '([\\w|-]+)' command");

	private static final JsonMapper WRITER = JsonMapper.builder().build();

	private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
			"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
					+ "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
			"X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cross-Origin-Resource-Policy",
			"same-origin", "Cross-Origin-Opener-Policy", "same-origin", "X-Frame-Options", "DENY", "X-Robots-Tag",
			"noindex");

	private final transient Supplier<ConsoleSources> sources;

	private final transient ConsoleAccess access;

	private final transient InstantSource clock;

	/**
	 * Creates the servlet, to be mapped to a path and all below it.
	 * @param sources what the console shows, asked for at the first request
	 * @param access decides who may see it
	 * @param clock the wall clock
	 */
	public ConsoleServlet(Supplier<ConsoleSources> sources, ConsoleAccess access, InstantSource clock) {
		this.sources = sources;
		this.access = access;
		this.clock = clock;
	}

	@Override
	protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
		answer(request, response, (visitor, path) -> {
			if (path.startsWith(API)) {
				ConsoleRequest asked = new ConsoleRequest(request);
				asked.checkOwnSite();
				json(response, 200, read(path, asked, visitor));
			}
			else {
				response.setHeader("Cache-Control", "no-cache");
				ConsoleFiles.write(path, response);
			}
		});
	}

	@Override
	protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
		answer(request, response, (visitor, path) -> {
			ConsoleRequest asked = new ConsoleRequest(request);
			asked.checkOwnPage();
			if (!visitor.operator()) {
				throw new ConsoleProblem(403, "You may look, but not act.");
			}
			json(response, 200, act(path, asked, visitor));
		});
	}

	private void answer(HttpServletRequest request, HttpServletResponse response, Answer answer) throws IOException {
		HEADERS.forEach(response::setHeader);
		response.setHeader("Cache-Control", "no-store");
		String path = request.getPathInfo();
		try {
			// What is thrown here by Spring Security is for its filters
			ConsoleVisitor visitor = this.access.admit(request);
			if (path == null) {
				// Relative, since only the browser knows what stands before the path
				response.setStatus(HttpServletResponse.SC_FOUND);
				String servlet = request.getServletPath();
				response.setHeader("Location", servlet.substring(servlet.lastIndexOf('/') + 1) + "/");
				return;
			}
			write(request, answer, visitor, path.substring(1));
		}
		catch (ConsoleProblem ex) {
			problem(path, response, ex);
		}
	}

	private void write(HttpServletRequest request, Answer answer, ConsoleVisitor visitor, String path)
			throws IOException {
		try {
			answer.write(visitor, path);
		}
		catch (DataAccessException ex) {
			throw describe(ex);
		}
		catch (ConsoleProblem ex) {
			throw ex;
		}
		// The last boundary: the page shows a notice, and the log has the error
		catch (RuntimeException ex) {
			logger.error("The console failed at %s".formatted(request.getRequestURI().replaceAll("\\p{Cntrl}", "?")),
					ex);
			throw new ConsoleProblem(500, "This failed. The log of the application says why.");
		}
	}

	private static ConsoleProblem describe(DataAccessException failure) {
		OutageReason reason = OutageReason.of(failure);
		if (reason == OutageReason.FORBIDDEN) {
			Matcher command = COMMAND.matcher(String.valueOf(failure.getMostSpecificCause().getMessage()));
			return new ConsoleProblem(403, "The server of the queue %s%s. %s".formatted(reason.symptom(),
					command.find() ? " '%s'".formatted(command.group(1)) : "", reason.remedy()));
		}
		return new ConsoleProblem(503, "The server of the queue %s. %s".formatted(reason.symptom(), reason.remedy()));
	}

	private Object read(String path, ConsoleRequest request, ConsoleVisitor visitor) {
		ConsoleSources from = this.sources.get();
		return switch (path.substring(API.length())) {
			case "me" -> me(from, visitor);
			case "flavors" -> new FlavorApi(from, this.clock).servers(request.text("flavor"));
			case "history" -> new FlavorApi(from, this.clock).history();
			case "counts" -> queueApi(from).counts();
			case "queues" -> queueApi(from).queues();
			case "jobs" -> queueApi(from).jobs(request);
			case "set" -> queueApi(from).set(request);
			case "find" -> queueApi(from).find(request);
			case "processes" -> queueApi(from).processes();
			default -> throw noSuchPage();
		};
	}

	private Object act(String path, ConsoleRequest request, ConsoleVisitor visitor) throws IOException {
		QueueActions actions = new QueueActions(queues(this.sources.get()), visitor.name());
		return switch (path) {
			case "api/queues" -> actions.queue(request.body(QueueActions.QueueAction.class));
			case "api/sets" -> actions.set(request.body(QueueActions.SetAction.class));
			case "api/processes" -> actions.process(request.body(QueueActions.ProcessAction.class));
			default -> throw noSuchPage();
		};
	}

	private static Me me(ConsoleSources from, ConsoleVisitor visitor) {
		ServerWatch watch = from.watch();
		return new Me(visitor.name(), visitor.operator(), visitor.headers().get(), from.application(),
				from.queues() != null, watch != null, from.history() != null,
				(watch != null) ? watch.interval() : Duration.ZERO);
	}

	private static QueueApi queueApi(ConsoleSources from) {
		return new QueueApi(queues(from));
	}

	private static JobQueues queues(ConsoleSources from) {
		JobQueues queues = from.queues();
		if (queues == null) {
			throw new ConsoleProblem(404, "This application has no job queue.");
		}
		return queues;
	}

	private static ConsoleProblem noSuchPage() {
		return new ConsoleProblem(404, "The console has no such page.");
	}

	private static void problem(@Nullable String path, HttpServletResponse response, ConsoleProblem problem)
			throws IOException {
		if (path != null && path.startsWith("/" + API)) {
			json(response, problem.status(), new Problem(problem.status(), problem.text()));
			return;
		}
		response.setStatus(problem.status());
		response.setContentType("text/plain;charset=UTF-8");
		response.getWriter().println(problem.text());
	}

	private static void json(HttpServletResponse response, int status, Object value) throws IOException {
		// By way of a text, since the texts of jobs may hold halves of characters
		byte[] body = WRITER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
		response.setStatus(status);
		response.setContentType((status < 400) ? "application/json" : "application/problem+json");
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	/**
	 * Writes an answer.
	 */
	private interface Answer {

		void write(ConsoleVisitor visitor, String path) throws IOException;

	}

	/**
	 * Who looks, and at what.
	 */
	record Me(String user, boolean operator, Map<String, String> headers, String application, boolean queues,
			boolean flavors, boolean history, Duration interval) {

	}

	/**
	 * A problem as of RFC 9457.
	 */
	record Problem(int status, String detail) {

	}

}
