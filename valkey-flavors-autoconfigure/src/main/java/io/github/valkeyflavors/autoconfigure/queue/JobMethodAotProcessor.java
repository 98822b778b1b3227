package io.github.valkeyflavors.autoconfigure.queue;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

import io.github.valkeyflavors.queue.Job;
import io.github.valkeyflavors.queue.JobContext;
import io.github.valkeyflavors.queue.client.JobProxy;

/**
 * Registers for native images what a {@link Job} method needs: the method itself, the
 * types of its arguments, which are read from and written as JSON, and a proxy of each
 * interface through which it can be enqueued.
 */
final class JobMethodAotProcessor implements BeanRegistrationAotProcessor {

	private final BindingReflectionHintsRegistrar bindingRegistrar = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
		if (!AnnotationUtils.isCandidateClass(type, Job.class)) {
			return null;
		}
		MetadataLookup<Job> lookup = (method) -> AnnotatedElementUtils.findMergedAnnotation(method, Job.class);
		Map<Method, Job> jobs = MethodIntrospector.selectMethods(type, lookup);
		return jobs.isEmpty() ? null
				: (generationContext, code) -> register(generationContext.getRuntimeHints(), type, jobs.keySet());
	}

	private void register(RuntimeHints hints, Class<?> type, Set<Method> jobs) {
		for (Method job : jobs) {
			hints.reflection().registerMethod(job, ExecutableMode.INVOKE);
			for (Parameter parameter : job.getParameters()) {
				if (parameter.getType() != JobContext.class) {
					this.bindingRegistrar.registerReflectionHints(hints.reflection(), parameter.getParameterizedType());
				}
			}
		}
		for (Class<?> candidate : ClassUtils.getAllInterfacesForClass(type)) {
			for (Method method : candidate.getMethods()) {
				if (jobs.contains(AopUtils.getMostSpecificMethod(method, type))) {
					hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
					hints.proxies().registerJdkProxy(candidate, JobProxy.Marker.class);
				}
			}
		}
	}

}
