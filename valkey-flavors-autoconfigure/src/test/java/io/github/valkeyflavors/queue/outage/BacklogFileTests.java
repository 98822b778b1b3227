package io.github.valkeyflavors.queue.outage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.protocol.JobPayload;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class BacklogFileTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@SuppressWarnings("NullAway.Init")
	private Path path;

	@SuppressWarnings("NullAway.Init")
	private BacklogFile file;

	@BeforeEach
	void setUp() {
		this.path = this.folder.resolve("jobs");
		this.file = new BacklogFile(this.path);
	}

	@Test
	void isEmptyAtFirst() throws IOException {
		assertThat(this.file.read()).isEmpty();
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void keepsJobsInTheirOrder() throws IOException {
		List<NewJob> jobs = NewJobs.jobs("job", 3);
		this.file.update(Set.of(), jobs);

		assertThat(this.file.read()).extracting(NewJob::jid).containsExactly("job0", "job1", "job2");
		assertThat(this.file.read()).extracting((job) -> job.payload().toJson())
			.containsExactlyElementsOf(jobs.stream().map((job) -> job.payload().toJson()).toList());
	}

	@Test
	void keepsWhenJobIsDue() throws IOException {
		Instant due = Instant.parse("2026-05-01T12:00:00.123456Z");
		NewJob job = NewJobs.job("a", "low", OutageMode.BUFFER, due);
		this.file.update(Set.of(), List.of(job));

		assertThat(this.file.read()).singleElement().satisfies((read) -> {
			assertThat(read.due()).isEqualTo(due);
			assertThat(read.queue()).isEqualTo("low");
			assertThat(read.payload().toJson()).isEqualTo(job.payload().toJson());
		});
	}

	@Test
	void keepsOneLineForArgumentsOfSeveral() throws IOException {
		NewJob job = NewJob.of(
				JobPayload.parse("{\"class\":\"some\",\"args\":[{\"a\":\n\r1}],\"jid\":\"a\",\"queue\":\"default\"}"),
				null, OutageMode.BUFFER);
		this.file.update(Set.of(), List.of(job));

		assertThat(Files.readAllLines(this.path)).hasSize(1);
		assertThat(this.file.read()).hasSize(1);
	}

	@Test
	void mayBeReadByItsOwnerOnly() throws IOException {
		this.file.update(Set.of(), NewJobs.jobs("job", 1));

		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path))).isEqualTo("rw-------");
	}

	@Test
	void removesJobs() throws IOException {
		this.file.update(Set.of(), NewJobs.jobs("job", 3));
		this.file.update(Set.of("job0", "job2"), List.of());

		assertThat(this.file.read()).extracting(NewJob::jid).containsExactly("job1");
	}

	@Test
	void isGoneWhenNoJobIsLeft() throws IOException {
		this.file.update(Set.of(), NewJobs.jobs("job", 1));
		this.file.update(Set.of("job0"), List.of());

		assertThat(this.path).doesNotExist();
	}

	@Test
	void holdsEachJobOnce() throws IOException {
		this.file.update(Set.of(), NewJobs.jobs("job", 2));
		this.file.update(Set.of(), NewJobs.jobs("job", 3));

		assertThat(this.file.read()).extracting(NewJob::jid).containsExactly("job0", "job1", "job2");
	}

	@Test
	void setsDamagedLineAsideAndReadsTheRest(CapturedOutput output) throws IOException {
		this.file.update(Set.of(), NewJobs.jobs("job", 2));
		List<String> lines = new ArrayList<>(Files.readAllLines(this.path));
		lines.add(1, "{\"class\":\"some\",\"ar");
		Files.write(this.path, lines);
		Files.writeString(this.path, "{\"class\":\"some\",\"args\":[]}\n", StandardOpenOption.APPEND);

		assertThat(this.file.read()).extracting(NewJob::jid).containsExactly("job0", "job1");
		assertThat(output).contains("Line 2 of '%s' is no job".formatted(this.path))
			.contains("Line 4 of '%s' is no job".formatted(this.path));
		assertThat(Files.readAllLines(this.folder.resolve("jobs.damaged"))).containsExactly("{\"class\":\"some\",\"ar",
				"{\"class\":\"some\",\"args\":[]}");
		assertThat(Files.readAllLines(this.path)).hasSize(2);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.folder.resolve("jobs.damaged"))))
			.isEqualTo("rw-------");
	}

	@Test
	void survivesDamagedBytes() throws IOException {
		this.file.update(Set.of(), NewJobs.jobs("job", 1));
		Files.write(this.path, new byte[] { (byte) 0xff, (byte) 0xfe, '\n' }, StandardOpenOption.APPEND);

		assertThat(this.file.read()).extracting(NewJob::jid).containsExactly("job0");
	}

	@Test
	void isSharedByTwoThatWriteAtTheSameTime() throws Exception {
		BacklogFile other = new BacklogFile(this.path);
		CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 20; i++) {
				update(other, "other" + i);
			}
		});
		for (int i = 0; i < 20; i++) {
			update(this.file, "own" + i);
		}
		writing.get(20, TimeUnit.SECONDS);

		assertThat(this.file.read()).hasSize(40);
	}

	private static void update(BacklogFile file, String jid) {
		try {
			file.update(Set.of(), List.of(NewJobs.job(jid)));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
