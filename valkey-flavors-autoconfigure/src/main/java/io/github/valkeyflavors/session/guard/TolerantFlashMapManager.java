package io.github.valkeyflavors.session.guard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.FlashMapManager;

/**
 * Spring MVC looks for flash attributes in the session of every request, and for its id
 * and user at the end, also where the handler needs none. Such requests are handled
 * without as long as the session's server is not available. Saving flash attributes needs
 * it.
 *
 * @since 0.1.0
 */
public final class TolerantFlashMapManager implements FlashMapManager {

	private static final String HANDLING = TolerantFlashMapManager.class.getName();

	private final FlashMapManager manager;

	/**
	 * Creates the manager.
	 * @param manager the one that keeps flash attributes in the session
	 */
	public TolerantFlashMapManager(FlashMapManager manager) {
		this.manager = manager;
	}

	@Override
	public @Nullable FlashMap retrieveAndUpdate(HttpServletRequest request, HttpServletResponse response) {
		SessionUse use = SessionUse.of(request);
		RequestAttributes handling = RequestContextHolder.getRequestAttributes();
		if (handling != null) {
			use.beginHandling();
			handling.registerDestructionCallback(HANDLING, use::endHandling, RequestAttributes.SCOPE_REQUEST);
		}
		return use.tolerate(() -> this.manager.retrieveAndUpdate(request, response));
	}

	@Override
	public void saveOutputFlashMap(FlashMap flashMap, HttpServletRequest request, HttpServletResponse response) {
		this.manager.saveOutputFlashMap(flashMap, request, response);
	}

}
