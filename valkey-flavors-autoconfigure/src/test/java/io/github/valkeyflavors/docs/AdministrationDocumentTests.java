package io.github.valkeyflavors.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.valkeyflavors.queue.LocalServer;
import io.github.valkeyflavors.queue.admin.JobEntry;
import io.github.valkeyflavors.queue.admin.ValkeyJobQueues;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/administration.md} is compiled, and does what it says.
 */
class AdministrationDocumentTests {

	@RegisterExtension
	static final LocalServer server = new LocalServer();

	private StringRedisTemplate template;

	private JobsController controller;

	@BeforeEach
	void connect() {
		this.template = server.template();
		this.controller = new JobsController(
				new ValkeyJobQueues(server.connectionFactory(), InstantSource.fixed(Instant.EPOCH)));
	}

	@Test
	void showsExampleThatIsCompiled() throws IOException {
		String source = Files
			.readString(Path.of("src/test/java", JobsController.class.getName().replace('.', '/') + ".java"));
		String example = source.substring(source.indexOf("// example\n") + "// example\n".length());

		assertThat(Files.readString(Path.of("../docs/administration.md")))
			.contains("```java\n" + example.replace("\t", "    ") + "```\n");
	}

	@Test
	void exampleEnqueuesJobThatItListed() {
		this.template.opsForZSet().add("retry", job("42"), 1795208714.378123);
		JobEntry listed = this.controller.retries(0).get(0);
		Instant at = listed.at();

		assertThat(at != null && this.controller.runNow(listed.jid(), at)).isTrue();
		assertThat(this.controller.queues()).singleElement().satisfies((queue) -> assertThat(queue.size()).isOne());
	}

	@Test
	void exampleDeletesDeadJobsOfCustomer() {
		for (String arguments : List.of("7\",\"a", "42\",\"a", "42\",\"b")) {
			this.template.opsForZSet().add("dead", job(arguments), 1795208714);
		}

		assertThat(this.controller.deleteDeadJobsOfCustomer("\"42\"")).isEqualTo(2);
		assertThat(this.template.opsForZSet().size("dead")).isOne();
	}

	private static String job(String arguments) {
		return "{\"class\":\"invoice\",\"args\":[\"%s\"],\"jid\":\"773d18680e40a83837963fd3\"}".formatted(arguments);
	}

}
