package io.github.valkeyflavors.it.endpoints;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lettuce.core.AclSetuserArgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import io.github.valkeyflavors.it.endpoints.EndpointsApplication.Answer;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.queue.JobClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Secrets are planted wherever there can be one, and every operation of both endpoints is
 * asked: no answer holds any of them.
 */
class SecretsIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String SECRET = "s3cr3t";

	private static final int QUEUE = 3;

	private static final int CACHE = 4;

	private static final String AT = "2026-11-20T21:05:14.378123Z";

	private static final String GARBAGE_AT = "2026-11-20T21:05:15.378123Z";

	private static final double SCORE = 1795208714.378123;

	private final Server cache = Server.start("cache");

	private final Server sessions = Server.start("sessions");

	private final Server queue = Server.start("queue");

	private final List<Answer> answers = new ArrayList<>();

	private EndpointsApplication application;

	@BeforeEach
	void start() {
		this.cache.commands()
			.aclSetuser(secret("user"),
					AclSetuserArgs.Builder.on().addPassword(secret("cache")).allKeys().allChannels().allCommands());
		plantKeys();
		this.sessions.requirePassword(secret("sessions"));
		this.queue.requirePassword(secret("queue"));
		Map<String, String> variables = new LinkedHashMap<>();
		variables.put("REDIS_CACHE_URL",
				"redis://%s:%s@127.0.0.1:%d".formatted(secret("user"), secret("cache"), this.cache.port()));
		variables.put("REDIS_SESSION_URL",
				"redis://:%s@127.0.0.1:%d".formatted(secret("sessions"), this.sessions.port()));
		variables.putAll(this.queue.variables("REDIS_QUEUE"));
		variables.put("REDIS_QUEUE_PASSWORD", secret("queue"));
		variables.put("REDIS_PASSWORD", secret("variable"));
		variables.put("VALKEY_PASSWORD", secret("other-variable"));
		this.application = EndpointsApplication.start(WebApplicationType.SERVLET, variables, properties());
		this.application.bean(JobClient.class).enqueue("report", secret("argument"));
	}

	private static String[] properties() {
		List<String> properties = new ArrayList<>(List.of(EndpointsApplication.WRITE_ACCESS));
		properties.add("spring.data.redis.username=" + secret("boot-user"));
		properties.add("spring.data.redis.password=" + secret("boot"));
		properties.add("spring.data.redis.url=redis://:%s@localhost".formatted(secret("boot-url")));
		properties.add("spring.ssl.bundle.jks.shop.key.password=" + secret("key"));
		properties.add("spring.ssl.bundle.jks.shop.keystore.password=" + secret("keystore"));
		properties.add("spring.ssl.bundle.jks.shop.truststore.password=" + secret("truststore"));
		properties.add("valkey.ssl.bundle=shop");
		properties.add("valkey.ssl.enabled=false");
		return properties.toArray(String[]::new);
	}

	private void plantKeys() {
		this.sessions.commands().hset("spring:session:sessions:" + secret("session"), "user", secret("attribute"));
		this.cache.commands(CACHE).set("products::1", secret("value"));
		for (String set : List.of("schedule", "retry", "dead")) {
			this.queue.commands(QUEUE).zadd(set, SCORE, job("a1"), SCORE, job("a2"), SCORE, job("a3"));
			this.queue.commands(QUEUE).zadd(set, SCORE + 1, "no job, " + secret("garbage"));
		}
		this.queue.commands(QUEUE).sadd("processes", "host:1:a");
		this.queue.commands(QUEUE)
			.hset("host:1:a", Map.of("info", "{\"identity\":\"host:1:a\"}", "concurrency", "5", "beat",
					String.valueOf(System.currentTimeMillis() / 1000.0)));
		this.queue.commands(QUEUE)
			.hset("host:1:a:work", "thread",
					"{\"queue\":\"default\",\"payload\":%s,\"run_at\":1795208714}".formatted(job("a0")));
	}

	private static String job(String jid) {
		return "{\"queue\":\"default\",\"class\":\"report\",\"args\":[\"%s\"],\"jid\":\"%s\",\"mdc\":{\"token\":\"%s\"},\"error_class\":\"E\",\"error_message\":\"no\",\"retry_count\":0}"
			.formatted(secret("argument"), jid, secret("context"));
	}

	private static String secret(String place) {
		return SECRET + place.replace("-", "");
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.cache.close();
		this.sessions.close();
		this.queue.close();
	}

	@Test
	void noAnswerHoldsOne() {
		await().atMost(PATIENCE)
			.until(() -> this.application.get("valkeyflavors").body().split("\"answered\"", -1).length == 4);
		askFlavors();
		changeQueues();
		askQueues();
		assertThat(this.answers.stream().map(Answer::status)).contains(200, 400, 404).doesNotContain(500);
		this.cache.kill();
		this.sessions.kill();
		this.queue.kill();
		askFlavors();
		askQueues();

		assertThat(this.answers.stream().map(Answer::status)).contains(503).doesNotContain(500);
		assertThat(this.answers).noneMatch((answer) -> answer.body().contains(SECRET));
	}

	private void askFlavors() {
		ask("GET", "valkeyflavors");
		for (String flavor : Set.of("cache", "sessions", "queue", "none")) {
			ask("GET", "valkeyflavors/" + flavor);
			for (String audit : Set.of("policy", "memory", "none")) {
				String path = "valkeyflavors/" + flavor + "/" + audit;
				ask("POST", path);
				awaitAudit(path);
				ask("GET", path);
				ask("GET", path + "?format=markdown");
				ask("DELETE", path);
			}
			ask("DELETE", "valkeyflavors/" + flavor + "/databases/" + flavor);
		}
	}

	private void awaitAudit(String path) {
		await().atMost(PATIENCE).until(() -> !this.application.get(path).body().contains("\"running\""));
	}

	/**
	 * Everything that an operator does.
	 */
	private void changeQueues() {
		change("POST", "queues/default?action=pause");
		change("POST", "queues/default?action=resume");
		change("POST", "processes/host:1:a?action=quiet");
		change("POST", "processes/host:1:a?action=stop");
		change("DELETE", "queues/default/" + this.application.get("valkeyqueues/queues/default").text("$.jobs[0].jid"));
		// What is killed joins the same job in the dead set
		for (String set : List.of("dead", "retry", "scheduled")) {
			change("POST", set + "/a1?action=kill&at=" + AT);
			change("POST", set + "/a2?action=enqueue&at=" + AT);
			change("DELETE", set + "/a3?at=" + AT);
			String key = this.application.get("valkeyqueues/" + set).texts("$.jobs[?(@.jid == '')].key").get(0);
			change("POST", set + "/-?action=kill&at=%s&key=%s".formatted(GARBAGE_AT, key));
		}
	}

	private void change(String method, String path) {
		Answer answer = this.application.call(method, "valkeyqueues/" + path);
		assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isEqualTo(200);
		this.answers.add(answer);
	}

	private void askQueues() {
		ask("GET", "valkeyqueues");
		ask("GET", "valkeyqueues/queues");
		ask("GET", "valkeyqueues/queues/default");
		ask("GET", "valkeyqueues/processes");
		ask("GET", "valkeyqueues/processes/host:1:a");
		for (String action : Set.of("pause", "resume", "none")) {
			ask("POST", "valkeyqueues/queues/default?action=" + action);
		}
		for (String action : Set.of("quiet", "stop", "none")) {
			ask("POST", "valkeyqueues/processes/host:1:a?action=" + action);
		}
		for (String set : Set.of("scheduled", "retry", "dead", "none")) {
			ask("GET", "valkeyqueues/" + set);
			ask("GET", "valkeyqueues/" + set + "?find=report");
			ask("GET", "valkeyqueues/" + set + "?find=no");
			ask("GET", "valkeyqueues/" + set + "/a1?at=" + AT);
			ask("POST", "valkeyqueues/" + set + "/a1?action=none&at=" + AT);
			ask("POST", "valkeyqueues/" + set + "/-?action=enqueue&at=" + GARBAGE_AT);
			ask("POST", "valkeyqueues/" + set + "/-?action=kill&at=" + GARBAGE_AT);
			ask("POST", "valkeyqueues/" + set + "/a1?action=kill&at=" + AT);
			ask("POST", "valkeyqueues/" + set + "/a1?action=enqueue&at=" + AT);
			ask("DELETE", "valkeyqueues/" + set + "/a1?at=" + AT);
			ask("DELETE", "valkeyqueues/" + set + "?all=true");
		}
		ask("DELETE", "valkeyqueues/queues/default");
	}

	private void ask(String method, String path) {
		this.answers.add(this.application.call(method, path));
	}

}
