package io.github.valkeyflavors.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate of 127.0.0.1 that has signed itself, for a server with TLS, and others of
 * the same key that clients must not accept. All are PEM files.
 */
public final class ServerCertificate {

	private static final String PASSWORD = "changeit";

	private static final int PATIENCE_SECONDS = 30;

	private final Path folder;

	private ServerCertificate(Path folder) {
		this.folder = folder;
	}

	/**
	 * Create the files.
	 * @param folder an empty folder for them
	 */
	public static ServerCertificate create(Path folder) {
		ServerCertificate certificate = new ServerCertificate(folder);
		certificate.keytool("-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=server", "-ext",
				"san=ip:127.0.0.1", "-validity", "10");
		certificate.export("valid.crt");
		certificate.exportKey();
		certificate.keytool("-selfcert", "-dname", "CN=server", "-startdate", "-10d", "-validity", "1");
		certificate.export("expired.crt");
		certificate.keytool("-selfcert", "-dname", "CN=somebody else", "-validity", "10");
		certificate.export("stranger.crt");
		return certificate;
	}

	/**
	 * The options of a server that listens with TLS on a port, beside the one without.
	 */
	public String[] options(int port) {
		return new String[] { "--tls-port", Integer.toString(port), "--tls-cert-file", valid().toString(),
				"--tls-key-file", this.folder.resolve("server.key").toString(), "--tls-ca-cert-file",
				valid().toString(), "--tls-auth-clients", "no" };
	}

	/**
	 * The certificate that the server begins with, and that clients trust.
	 */
	public Path valid() {
		return this.folder.resolve("valid.crt");
	}

	/**
	 * One that has expired. It can be made the setting {@code tls-cert-file} at run time.
	 */
	public Path expired() {
		return this.folder.resolve("expired.crt");
	}

	/**
	 * One in another name, that nobody trusts.
	 */
	public Path stranger() {
		return this.folder.resolve("stranger.crt");
	}

	private void export(String file) {
		keytool("-exportcert", "-rfc", "-file", this.folder.resolve(file).toString());
	}

	private void exportKey() {
		try {
			char[] password = PASSWORD.toCharArray();
			Key key = KeyStore.getInstance(keyStore().toFile(), password).getKey("server", password);
			String text = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key.getEncoded());
			Files.writeString(this.folder.resolve("server.key"),
					"-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Path keyStore() {
		return this.folder.resolve("server.p12");
	}

	private void keytool(String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.addAll(List.of(arguments));
		command.addAll(List.of("-alias", "server", "-keystore", keyStore().toString(), "-storetype", "PKCS12",
				"-storepass", PASSWORD));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
			assertThat(process.exitValue()).as(output).isZero();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
