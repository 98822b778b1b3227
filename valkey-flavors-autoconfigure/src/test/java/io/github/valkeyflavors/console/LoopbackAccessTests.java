package io.github.valkeyflavors.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LoopbackAccess}.
 */
class LoopbackAccessTests {

	private final LoopbackAccess access = new LoopbackAccess();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/valkey/");

	LoopbackAccessTests() {
		this.request.setProtocol("HTTP/1.1");
		this.request.setRemoteAddr("127.0.0.1");
		this.request.addHeader("Host", "localhost:8080");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:8080", "LOCALHOST:8080", "127.0.0.1:80", "[::1]", "[::1]:8080" })
	void admitsLocalHostNames(String host) {
		host(host);

		assertThat(this.access.admit(this.request).operator()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.8.9.10", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1" })
	void admitsConnectionsFromLoopback(String address) {
		this.request.setRemoteAddr(address);

		assertThat(this.access.admit(this.request).operator()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "ip6-localhost", "127.0.0.1.nip.io", "127.0.0.999", "127.1", "2130706433",
			"0x7f000001", "face", "::1 ", "::ffff:localhost" })
	void looksNoNameUp(String address) {
		this.request.setRemoteAddr(address);

		refuses(this.request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.7", "192.168.1.2", "2001:db8::1", "0.0.0.0", "" })
	void refusesConnectionsFromElsewhere(String address) {
		this.request.setRemoteAddr(address);

		refuses(this.request);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "evil.example", "localhost.evil.example", "localhost:8080.evil.example", "127.0.0.1.nip.io",
					"evil.example:8080", "localhost@evil.example", "", "10.0.0.7", "localhost:", "localhost\n" })
	void refusesNamesThatWereLedToTheMachine(String host) {
		host(host);

		refuses(this.request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded", "X-Forwarded-For", "x-forwarded-host", "X-Forwarded-Proto", "X-Real-IP",
			"Via", "True-Client-IP", "CF-Connecting-IP", "X-Envoy-External-Address", "X-Original-Forwarded-For" })
	void refusesWhatAProxyForwarded(String header) {
		this.request.addHeader(header, "127.0.0.1");

		refuses(this.request);
	}

	@Test
	void refusesWhatAFilterTookTheHeadersFrom() {
		this.request.addHeader("X-Forwarded-For", "127.0.0.1");
		HttpServletRequest rewritten = new HttpServletRequestWrapper(new MockHttpServletRequest("GET", "/valkey/")) {

			@Override
			public jakarta.servlet.ServletRequest getRequest() {
				return LoopbackAccessTests.this.request;
			}

			@Override
			public String getRemoteAddr() {
				return "127.0.0.1";
			}

		};

		refuses(rewritten);
	}

	@Test
	void refusesWhatTomcatTookTheHeadersFrom() {
		this.request.setAttribute("org.apache.tomcat.request.forwarded", true);

		refuses(this.request);
	}

	@Test
	void refusesOldProtocolThatOnlyProxiesSpeak() {
		this.request.setProtocol("HTTP/1.0");

		refuses(this.request);
	}

	@Test
	void saysWhatToDoInstead() {
		this.request.setRemoteAddr("10.0.0.7");

		assertThatExceptionOfType(ConsoleProblem.class).isThrownBy(() -> this.access.admit(this.request))
			.withMessageContaining("comes from another machine")
			.withMessageContaining("valkey.console.viewer-role");
	}

	private void host(String host) {
		this.request.removeHeader("Host");
		this.request.addHeader("Host", host);
	}

	private void refuses(HttpServletRequest request) {
		assertThatExceptionOfType(ConsoleProblem.class).isThrownBy(() -> this.access.admit(request))
			.extracting(ConsoleProblem::status)
			.isEqualTo(403);
	}

}
