package io.github.valkeyflavors.autoconfigure.queue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.valkeyflavors.queue.InvalidJobException;
import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.client.JobDefaults;
import io.github.valkeyflavors.queue.protocol.RetryLimit;
import io.github.valkeyflavors.queue.worker.JobMethod;
import io.github.valkeyflavors.queue.worker.JobMethods;

/**
 * Finds the {@link Job} methods of all beans by their types, once: when the singletons
 * are ready, or earlier if a job is enqueued before that. No bean is instantiated for it.
 * Thread-safe.
 */
final class JobMethodDiscovery implements SmartInitializingSingleton, Supplier<JobMethods> {

	private final ConfigurableListableBeanFactory beanFactory;

	private final JsonMapper jsonMapper;

	private volatile @Nullable JobMethods methods;

	JobMethodDiscovery(ConfigurableListableBeanFactory beanFactory, JsonMapper jsonMapper) {
		this.beanFactory = beanFactory;
		this.jsonMapper = jsonMapper;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.methods = discover();
	}

	/**
	 * Looks again each time until all beans are there, because the type of a bean is not
	 * always known before.
	 */
	@Override
	public JobMethods get() {
		JobMethods known = this.methods;
		return (known != null) ? known : discover();
	}

	private JobMethods discover() {
		List<JobMethod> found = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null
					: AutoProxyUtils.determineTargetClass(this.beanFactory, name);
			if (type != null && AnnotationUtils.isCandidateClass(type, Job.class)) {
				MetadataLookup<Job> lookup = (method) -> AnnotatedElementUtils.findMergedAnnotation(method, Job.class);
				Map<Method, Job> annotated = MethodIntrospector.selectMethods(type, lookup);
				annotated.forEach((method, job) -> found.add(jobMethod(name, type, method, job)));
			}
		}
		return new JobMethods(found);
	}

	private JobMethod jobMethod(String name, Class<?> type, Method method, Job job) {
		Class<?> exposed = this.beanFactory.getType(name, false);
		Method invocable = AopUtils.selectInvocableMethod(method, (exposed != null) ? exposed : type);
		if (!StringUtils.hasText(job.value()) || !StringUtils.hasText(job.queue()) || job.retry() < Job.RETRY_NEVER) {
			throw new InvalidJobException(
					"@Job(value = \"%s\", queue = \"%s\", retry = %d) on %s is not a job".formatted(job.value(),
							job.queue(), job.retry(), method),
					"Give it a type, a queue, and 0 or more retries, Job.RETRY_DEFAULT or Job.RETRY_NEVER.");
		}
		JobDefaults options = new JobDefaults(job.queue(), new RetryLimit(job.retry()), null, job.backtrace());
		return new JobMethod(job.value(), options, invocable, type, () -> this.beanFactory.getBean(name),
				this.jsonMapper);
	}

}
