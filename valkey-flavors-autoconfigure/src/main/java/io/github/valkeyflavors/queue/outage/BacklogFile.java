package io.github.valkeyflavors.queue.outage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.client.NewJob;
import io.github.valkeyflavors.queue.protocol.JobPayload;
import io.github.valkeyflavors.queue.protocol.MalformedPayloadException;
import io.github.valkeyflavors.queue.protocol.SidekiqTime;

/**
 * The file in which processes leave jobs for those that start after them: one payload a
 * line, with the field {@code at}, in epoch seconds, where the job is for later. Only its
 * owner may read it. It is never changed but replaced as a whole, under the lock of a
 * file beside it, so several processes may share it. Lines that are no job are moved to
 * another file beside it. Thread-safe.
 */
final class BacklogFile {

	private static final Log logger = LogFactory.getLog(BacklogFile.class);

	private static final String AT = "at";

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

	private final Path file;

	private final Path lock;

	private final Path damaged;

	BacklogFile(Path file) {
		this.file = file.toAbsolutePath();
		this.lock = sibling(".lock");
		this.damaged = sibling(".damaged");
	}

	private Path sibling(String suffix) {
		return this.file.resolveSibling(this.file.getFileName() + suffix);
	}

	/**
	 * Reads the jobs, which stay in the file. What is no job leaves it.
	 */
	List<NewJob> read() throws IOException {
		if (!Files.exists(this.file)) {
			return List.of();
		}
		List<NewJob> jobs = new ArrayList<>();
		locked(() -> {
			List<String> good = new ArrayList<>();
			List<String> bad = new ArrayList<>();
			List<String> lines = lines();
			for (int i = 0; i < lines.size(); i++) {
				NewJob job = parse(lines.get(i), i + 1);
				if (job != null) {
					jobs.add(job);
				}
				((job != null) ? good : bad).add(lines.get(i));
			}
			if (!bad.isEmpty()) {
				append(bad);
				replace(good);
			}
		});
		return jobs;
	}

	private @Nullable NewJob parse(String line, int number) {
		try {
			JobPayload payload = JobPayload.parse(line);
			if (!payload.jid().isBlank()) {
				Instant due = SidekiqTime.ofSeconds(payload.json(AT));
				return NewJob.of(payload.without(AT), due, OutageMode.BUFFER);
			}
			logger.error(damage(number, "it has no jid"));
		}
		catch (MalformedPayloadException ex) {
			logger.error(damage(number, ex.getMessage()));
		}
		return null;
	}

	private String damage(int number, @Nullable String reason) {
		return "Line %d of '%s' is no job and is moved to '%s': %s".formatted(number, this.file, this.damaged, reason);
	}

	/**
	 * Removes and adds jobs.
	 * @param removed the ids of the jobs to remove
	 * @param added the jobs to add, unless they are there
	 */
	void update(Set<String> removed, List<NewJob> added) throws IOException {
		locked(() -> {
			List<String> kept = new ArrayList<>();
			Set<String> there = new HashSet<>();
			for (String line : lines()) {
				String jid = jid(line);
				if (!removed.contains(jid) && (jid.isEmpty() || there.add(jid))) {
					kept.add(line);
				}
			}
			added.stream().filter((job) -> there.add(job.jid())).map(BacklogFile::line).forEach(kept::add);
			replace(kept);
		});
	}

	// What is no job has none
	private static String jid(String line) {
		try {
			return JobPayload.parse(line).jid();
		}
		catch (MalformedPayloadException ex) {
			return "";
		}
	}

	// White space in arguments that the application wrote as they are may be a new line
	private static String line(NewJob job) {
		Instant due = job.due();
		JobPayload payload = job.payload();
		String json = ((due != null) ? payload.with(AT, SidekiqTime.scoreSeconds(due)) : payload).toJson();
		return json.replace('\n', ' ').replace('\r', ' ');
	}

	private List<String> lines() throws IOException {
		if (!Files.exists(this.file)) {
			return List.of();
		}
		// Not as text, because damaged bytes are no reason to lose the other lines
		String content = new String(Files.readAllBytes(this.file), StandardCharsets.UTF_8);
		return content.lines().filter((line) -> !line.isBlank()).toList();
	}

	private void append(Collection<String> lines) throws IOException {
		if (!Files.exists(this.damaged)) {
			Files.createFile(this.damaged, ownerOnly());
		}
		Files.write(this.damaged, lines, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
	}

	private void replace(Collection<String> lines) throws IOException {
		if (lines.isEmpty()) {
			Files.deleteIfExists(this.file);
			return;
		}
		Path written = Files.createTempFile(this.file.getParent(), this.file.getFileName().toString(), ".new",
				ownerOnly());
		try {
			try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
				ByteBuffer content = ByteBuffer
					.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
				while (content.hasRemaining()) {
					channel.write(content);
				}
				channel.force(true);
			}
			Files.move(written, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(written);
		}
	}

	private static FileAttribute<?>[] ownerOnly() {
		return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	private void locked(Action action) throws IOException {
		try (FileChannel channel = FileChannel.open(this.lock,
				Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly());
				FileLock held = lock(channel)) {
			if (held == null) {
				throw new IOException("another process has locked '%s'".formatted(this.lock));
			}
			action.run();
		}
	}

	private static @Nullable FileLock lock(FileChannel channel) throws IOException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		do {
			try {
				FileLock held = channel.tryLock();
				if (held != null) {
					return held;
				}
			}
			catch (OverlappingFileLockException ex) {
				// By another application in this process
			}
			LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
		}
		while (System.nanoTime() - deadline < 0);
		return null;
	}

	/**
	 * What is done under the lock.
	 */
	private interface Action {

		void run() throws IOException;

	}

}
