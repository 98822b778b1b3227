package io.github.valkeyflavors.session.guard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.FlashMapManager;

/**
 * Spring MVC looks for flash attributes in the session of every request, also of those
 * whose handlers need none. These are handled without, as long as the session's server is
 * not available. Saving flash attributes needs it.
 *
 * @since 0.1.0
 */
public final class TolerantFlashMapManager implements FlashMapManager {

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
		return SessionUse.of(request).tolerate(() -> this.manager.retrieveAndUpdate(request, response));
	}

	@Override
	public void saveOutputFlashMap(FlashMap flashMap, HttpServletRequest request, HttpServletResponse response) {
		this.manager.saveOutputFlashMap(flashMap, request, response);
	}

}
