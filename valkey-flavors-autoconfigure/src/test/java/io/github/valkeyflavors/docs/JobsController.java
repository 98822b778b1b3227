package io.github.valkeyflavors.docs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.github.valkeyflavors.queue.admin.JobEntry;
import io.github.valkeyflavors.queue.admin.JobQueues;
import io.github.valkeyflavors.queue.admin.JobSet;
import io.github.valkeyflavors.queue.admin.QueueSummary;

/**
 * The example of {@code docs/administration.md}.
 */
// example
@RestController
@RequestMapping("/admin/jobs")
class JobsController {

	private final JobQueues queues;

	JobsController(JobQueues queues) {
		this.queues = queues;
	}

	@GetMapping("/queues")
	List<QueueSummary> queues() {
		return this.queues.queues();
	}

	@PostMapping("/queues/{queue}/pause")
	boolean pause(@PathVariable String queue) {
		return this.queues.pause(queue);
	}

	@GetMapping("/retries")
	List<JobEntry> retries(@RequestParam(defaultValue = "0") long offset) {
		return this.queues.retries().jobs(offset, 50);
	}

	@PostMapping("/retries/{jid}")
	boolean runNow(@PathVariable String jid, @RequestParam Instant at) {
		JobSet retries = this.queues.retries();
		return retries.get(jid, at).map(retries::enqueue).orElse(false);
	}

	@DeleteMapping("/dead")
	int deleteDeadJobsOfCustomer(@RequestParam String customer) {
		List<JobEntry> found = new ArrayList<>();
		String part = null;
		do {
			JobSet.Found jobs = this.queues.dead().find(customer, part);
			found.addAll(jobs.jobs());
			part = jobs.next();
		}
		while (part != null);
		return (int) found.stream().filter(this.queues.dead()::delete).count();
	}

}
