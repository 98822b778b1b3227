package io.github.valkeyflavors.session.guard;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * A response that the application cannot complete any more once the request must be
 * answered with 503: an exception handler that knows nothing of sessions would make it a
 * 500.
 */
final class GuardedResponse extends HttpServletResponseWrapper {

	private final SessionUse use;

	GuardedResponse(HttpServletResponse response, SessionUse use) {
		super(response);
		this.use = use;
	}

	/**
	 * Returns the response under all guards: an asynchronous request comes back with the
	 * wrappers of its first dispatch.
	 */
	static HttpServletResponse unguarded(HttpServletResponse response) {
		HttpServletResponse innermost = response;
		ServletResponse current = response;
		while (current instanceof ServletResponseWrapper wrapper) {
			current = wrapper.getResponse();
			if (wrapper instanceof GuardedResponse && current instanceof HttpServletResponse inner) {
				innermost = inner;
			}
		}
		return innermost;
	}

	private boolean isOpen() {
		return !this.use.isFatal() || isCommitted();
	}

	@Override
	public void sendError(int status) throws IOException {
		if (isOpen()) {
			super.sendError(status);
		}
	}

	@Override
	public void sendError(int status, String message) throws IOException {
		if (isOpen()) {
			super.sendError(status, message);
		}
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		if (isOpen()) {
			super.sendRedirect(location);
		}
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		if (isOpen()) {
			super.sendRedirect(location, status, clearBuffer);
		}
	}

	@Override
	public void flushBuffer() throws IOException {
		if (isOpen()) {
			super.flushBuffer();
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		return isOpen() ? super.getOutputStream() : new Sink();
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		return isOpen() ? super.getWriter() : new PrintWriter(Writer.nullWriter());
	}

	private static final class Sink extends ServletOutputStream {

		private final OutputStream nowhere = OutputStream.nullOutputStream();

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
		}

		@Override
		public void write(int b) throws IOException {
			this.nowhere.write(b);
		}

		@Override
		public void write(byte[] b, int off, int len) throws IOException {
			this.nowhere.write(b, off, len);
		}

	}

}
