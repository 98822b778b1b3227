package io.github.valkeyflavors.autoconfigure.queue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.OutageMode;
import io.github.valkeyflavors.queue.RetryDelay;
import io.github.valkeyflavors.queue.client.DeclaredJobs;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.client.JobProxy;
import io.github.valkeyflavors.queue.perform.JobMethod;
import io.github.valkeyflavors.queue.perform.JobMethods;

/**
 * Finds the {@link Job} methods of all beans by their types, once: when the singletons
 * are ready, or earlier if a job is enqueued before that. No bean is instantiated for it.
 * Thread-safe.
 */
final class JobMethodDiscovery implements SmartInitializingSingleton, Supplier<JobMethods>, DeclaredJobs {

	private final ConfigurableListableBeanFactory beanFactory;

	private final JsonMapper jsonMapper;

	private final OutageMode outage;

	private volatile @Nullable JobMethods methods;

	JobMethodDiscovery(ConfigurableListableBeanFactory beanFactory, JsonMapper jsonMapper, OutageMode outage) {
		this.beanFactory = beanFactory;
		this.jsonMapper = jsonMapper;
		this.outage = outage;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.methods = discover(true);
	}

	/**
	 * Looks again each time until all beans are there, because the type of a bean is not
	 * always known before.
	 */
	@Override
	public JobMethods get() {
		JobMethods known = this.methods;
		return (known != null) ? known : discover(false);
	}

	@Override
	public JobDefaults defaults(String type) {
		JobMethods known = get();
		return known.contains(type) ? known.defaults(type) : JobDefaults.UNDECLARED.withOutage(this.outage, false);
	}

	@Override
	public @Nullable DeclaredJob find(Method method) {
		JobMethods known = get();
		Job own = AnnotatedElementUtils.findMergedAnnotation(method, Job.class);
		if (own == null) {
			return known.find(method);
		}
		JobDefaults annotated = JobAnnotation.defaults(own, method, this.outage);
		return new DeclaredJob(own.value(),
				known.contains(own.value()) ? known.defaults(own.value()) : performedElsewhere(own, method, annotated));
	}

	// Where it is performed it may well run inline
	private JobDefaults performedElsewhere(Job job, Method method, JobDefaults annotated) {
		if (annotated.outage() != OutageMode.INLINE) {
			return annotated.withOutage(annotated.outage(), false);
		}
		if (job.outage().length > 0) {
			throw new InvalidJobException(
					"@Job(\"%s\", outage = INLINE) on %s cannot run inline: no bean of this application performs it"
						.formatted(job.value(), method),
					"Declare the bean with the @Job method here, or choose BUFFER or FAIL.");
		}
		return annotated.withOutage(this.outage, false);
	}

	private JobMethods discover(boolean complete) {
		List<JobMethod> found = new ArrayList<>();
		List<JobMethod> foundOnInterfaces = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null
					: AutoProxyUtils.determineTargetClass(this.beanFactory, name);
			if (type != null && AnnotationUtils.isCandidateClass(type, Job.class)
					&& !JobProxy.Marker.class.isAssignableFrom(type)) {
				MetadataLookup<Job> lookup = (method) -> AnnotatedElementUtils.findMergedAnnotation(method, Job.class);
				Map<Method, Job> annotated = MethodIntrospector.selectMethods(type, lookup);
				annotated.forEach((method, job) -> (type.isInterface() ? foundOnInterfaces : found)
					.add(jobMethod(name, type, method, job, complete)));
			}
		}
		addUndeclared(found, foundOnInterfaces);
		return new JobMethods(found);
	}

	// A bean of which only an interface is known yet may turn out to enqueue the jobs
	// that another one performs
	private static void addUndeclared(List<JobMethod> found, List<JobMethod> foundOnInterfaces) {
		Set<String> types = found.stream().map(JobMethod::type).collect(Collectors.toSet());
		foundOnInterfaces.stream().filter((method) -> !types.contains(method.type())).forEach(found::add);
	}

	private JobMethod jobMethod(String name, Class<?> type, Method method, Job job, boolean complete) {
		Class<?> exposed = this.beanFactory.getType(name, false);
		Method invocable = AopUtils.selectInvocableMethod(method, (exposed != null) ? exposed : type);
		return new JobMethod(job.value(), JobAnnotation.defaults(job, method, this.outage), invocable, type,
				() -> this.beanFactory.getBean(name), this.jsonMapper, complete ? retryDelay(job, method) : null);
	}

	private @Nullable Supplier<RetryDelay> retryDelay(Job job, Method method) {
		if (job.retryDelay() == RetryDelay.class) {
			return null;
		}
		String[] names = this.beanFactory.getBeanNamesForType(job.retryDelay(), true, false);
		if (names.length != 1) {
			throw new InvalidJobException(
					"@Job(\"%s\", retryDelay = %s.class) on %s needs one bean of that type, but there are %d"
						.formatted(job.value(), job.retryDelay().getSimpleName(), method, names.length),
					"Declare %s as a bean, once.".formatted(job.retryDelay().getName()));
		}
		return () -> this.beanFactory.getBean(names[0], RetryDelay.class);
	}

}
