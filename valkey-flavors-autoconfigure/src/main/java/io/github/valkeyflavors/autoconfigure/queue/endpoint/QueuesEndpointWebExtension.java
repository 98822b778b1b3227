package io.github.valkeyflavors.autoconfigure.queue.endpoint;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.github.valkeyflavors.autoconfigure.queue.endpoint.QueuesEndpoint.PageRequest;
import io.github.valkeyflavors.ops.endpoint.Problem;
import io.github.valkeyflavors.ops.endpoint.WebAnswers;
import io.github.valkeyflavors.ops.endpoint.WriteLog;

/**
 * The endpoint {@code valkeyqueues} over HTTP: it answers 4xx and 503 with a
 * {@link Problem}, and shows the arguments of jobs to those who may see them.
 * Thread-safe.
 *
 * @since 0.1.0
 */
@RegisterReflectionForBinding(Problem.class)
@EndpointWebExtension(endpoint = QueuesEndpoint.class)
public final class QueuesEndpointWebExtension {

	private final QueuesEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint
	 * @param showValues when to show the arguments of jobs
	 * @param roles who is authorized to see them, empty for everybody who has logged in
	 */
	public QueuesEndpointWebExtension(QueuesEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Returns all queues and the counts over them.
	 * @return the overview
	 */
	@ReadOperation
	public WebEndpointResponse<Object> overview() {
		return WebAnswers.of(this.endpoint::overview);
	}

	/**
	 * Returns what there is of a kind.
	 * @param context who asks
	 * @param kind the kind
	 * @param offset how many jobs of a set to skip
	 * @param limit the largest number of jobs of a set
	 * @param find a text to look for in a set
	 * @param part where to go on
	 * @return what there is, or why not
	 */
	@ReadOperation
	public WebEndpointResponse<Object> list(SecurityContext context, @Selector String kind, @Nullable String offset,
			@Nullable String limit, @Nullable String find, @Nullable String part) {
		return WebAnswers
			.of(() -> this.endpoint.listWith(kind, new PageRequest(offset, limit), find, part, descriptions(context)));
	}

	/**
	 * Returns a page of a queue, a job of a set, or a process.
	 * @param context who asks
	 * @param kind the kind
	 * @param name the name of the queue, the id of the job, or the identity of the
	 * process
	 * @param offset how many jobs of a queue to skip
	 * @param limit the largest number of jobs of a queue
	 * @param at the time of the job
	 * @param key the key of the job
	 * @return the page, job or process, or why not
	 */
	@ReadOperation
	public WebEndpointResponse<Object> entry(SecurityContext context, @Selector String kind, @Selector String name,
			@Nullable String offset, @Nullable String limit, @Nullable String at, @Nullable String key) {
		return WebAnswers.of(() -> this.endpoint.entryWith(kind, name, new PageRequest(offset, limit), at, key,
				descriptions(context)));
	}

	/**
	 * Changes something.
	 * @param context who asks
	 * @param kind the kind
	 * @param name the name of the queue, the id of the job, or the identity of the
	 * process
	 * @param action what to do
	 * @param at the time of the job
	 * @param key the key of the job
	 * @return what was changed, or why not
	 */
	@WriteOperation
	public WebEndpointResponse<Object> change(SecurityContext context, @Selector String kind, @Selector String name,
			@Nullable String action, @Nullable String at, @Nullable String key) {
		return WebAnswers.of(() -> changes(context).change(kind, name, action, at, key));
	}

	/**
	 * Removes all waiting jobs of a queue, or one job of a set.
	 * @param context who asks
	 * @param kind the kind
	 * @param name the name of the queue, or the id of the job
	 * @param at the time of the job
	 * @param key the key of the job
	 * @return what was removed, or why not
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> delete(SecurityContext context, @Selector String kind, @Selector String name,
			@Nullable String at, @Nullable String key) {
		return WebAnswers.of(() -> changes(context).delete(kind, name, at, key));
	}

	/**
	 * Removes one waiting job of a queue.
	 * @param context who asks
	 * @param kind the kind, which must be that of queues
	 * @param queue the name of the queue
	 * @param job the id of the job
	 * @param offset how many jobs the page that showed it skipped
	 * @param key the key of the job
	 * @return what was removed, or why not
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> deleteWaiting(SecurityContext context, @Selector String kind,
			@Selector String queue, @Selector String job, @Nullable String offset, @Nullable String key) {
		return WebAnswers.of(() -> changes(context).deleteWaiting(kind, queue, job, offset, key));
	}

	/**
	 * Removes all jobs of a set.
	 * @param context who asks
	 * @param kind the kind
	 * @param all {@code true}
	 * @return what was removed, or why not
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> clear(SecurityContext context, @Selector String kind, @Nullable String all) {
		return WebAnswers.of(() -> changes(context).clear(kind, all));
	}

	private QueueChanges changes(SecurityContext context) {
		return this.endpoint.changes(WriteLog.caller(context));
	}

	private JobDescriptions descriptions(SecurityContext context) {
		return this.endpoint.descriptions(this.showValues.isShown(context, this.roles));
	}

}
