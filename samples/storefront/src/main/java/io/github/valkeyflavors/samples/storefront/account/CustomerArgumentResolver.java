package io.github.valkeyflavors.samples.storefront.account;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.server.ResponseStatusException;

/**
 * Resolves {@link Customer} parameters.
 */
@Component
final class CustomerArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Customer.class;
	}

	@Override
	public @Nullable Customer resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest webRequest, @Nullable WebDataBinderFactory binderFactory) {
		HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
		Assert.state(request != null, "No servlet request");
		CustomerSession session = new CustomerSession(request);
		Customer customer = parameter.hasParameterAnnotation(IfAvailable.class) ? session.customerIfAvailable()
				: session.customer();
		if (customer == null && !parameter.isOptional()) {
			throw new ResponseStatusException(HttpStatus.UNAUTHORIZED, "Log in first.");
		}
		return customer;
	}

}
