package io.github.valkeyflavors.it.console;

import java.util.List;
import java.util.stream.IntStream;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.github.valkeyflavors.it.console.ConsoleClient.Answer;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the actions of the console do, and to which entry.
 */
@ValkeyServers
class ConsoleActionsIT {

	private static ConsoleHost host;

	private Servers servers;

	private ConsoleClient client;

	private RedisCommands<String, String> queue;

	@BeforeAll
	static void start(Servers servers) {
		host = ConsoleHost.start(ConsoleApplication.class, servers, "valkey.queue.worker.enabled=false");
	}

	@AfterAll
	static void stop() {
		host.close();
	}

	@BeforeEach
	void empty() {
		this.servers.flushAll();
		this.client = host.client();
		this.queue = this.servers.server("queue").commands(3);
	}

	@Test
	void deletesTheVeryEntryThatIsShown() {
		this.queue.zadd("dead", 1, "no job at all");
		this.queue.zadd("dead", 1, "no job either");
		JsonNode second = this.client.get("/valkey/api/set?set=dead").json().path("jobs").get(1);

		assertThat(delete(second).status()).isEqualTo(200);

		assertThat(this.queue.zrange("dead", 0, -1)).hasSize(1).doesNotContain(second.path("arguments").asString(""));
	}

	@Test
	void leavesAnotherEntryInItsPlace() {
		this.queue.zadd("dead", 1, "no job at all");
		JsonNode shown = this.client.get("/valkey/api/set?set=dead").json().path("jobs").get(0);
		this.queue.del("dead");
		this.queue.zadd("dead", 1, "no job either");

		Answer answer = delete(shown);

		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.detail()).startsWith("The job is not in the set 'dead' any more");
		assertThat(this.queue.zcard("dead")).isOne();
	}

	private Answer delete(JsonNode job) {
		return this.client.post("/valkey/api/sets",
				"{\"action\":\"delete\",\"set\":\"dead\",\"jid\":\"%s\",\"at\":\"%s\",\"key\":\"%s\"}".formatted(
						job.path("jid").asString(""), job.path("at").asString(""), job.path("key").asString("")));
	}

	@Test
	void deletesWaitingJobThatWentFarToTheFront() {
		this.queue.sadd("queues", "mail");
		List<String> jobs = IntStream.range(0, 4_000)
			.mapToObj("{\"class\":\"SendMail\",\"jid\":\"%d\",\"args\":[]}"::formatted)
			.toList();
		this.queue.lpush("queue:mail", jobs.toArray(String[]::new));
		JsonNode shown = this.client.get("/valkey/api/jobs?queue=mail&offset=3500&limit=1").json().path("jobs").get(0);
		this.queue.rpop("queue:mail", 3_000);

		assertThat(this.client
			.post("/valkey/api/queues",
					"{\"action\":\"delete\",\"queue\":\"mail\",\"key\":\"%s\",\"offset\":3500}"
						.formatted(shown.path("key").asString("")))
			.status()).isEqualTo(200);

		assertThat(this.queue.llen("queue:mail")).isEqualTo(999);
		assertThat(this.queue.lrange("queue:mail", 0, -1)).doesNotContain(jobs.get(3_500));
	}

	@Test
	void signalsNothingThatIsNoProcess() {
		this.queue.lpush("queue:default", "{}");

		this.client.post("/valkey/api/processes", "{\"action\":\"stop\",\"identity\":\"queue:default\"}");

		assertThat(this.queue.keys("*")).containsExactly("queue:default");
	}

	@Test
	void namesTheCommandThatIsForbidden() {
		this.queue.sadd("queues", "default");
		try {
			this.servers.server("queue")
				.commands()
				.aclSetuser("default", AclSetuserArgs.Builder.on().removeCommand(CommandType.LLEN));

			Answer answer = this.client.get("/valkey/api/queues");

			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.detail()).isEqualTo(
					"The server of the queue forbids this user the command 'llen'. Allow the command in the ACL of the user.");
		}
		finally {
			this.servers.server("queue").commands().aclSetuser("default", AclSetuserArgs.Builder.allCommands());
		}
	}

}
