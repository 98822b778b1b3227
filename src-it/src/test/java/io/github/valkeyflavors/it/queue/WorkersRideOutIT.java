package io.github.valkeyflavors.it.queue;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.valkeyflavors.it.faults.TcpProxy;
import io.github.valkeyflavors.it.servers.Server;
import io.github.valkeyflavors.it.servers.Servers;
import io.github.valkeyflavors.it.servers.ValkeyServers;
import io.github.valkeyflavors.outage.Outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A worker sits out whatever happens to its server: it asks seldom, loses no claim, and
 * works again within two seconds.
 */
@ValkeyServers
@ExtendWith(OutputCaptureExtension.class)
class WorkersRideOutIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration WORKS_AGAIN = Duration.ofSeconds(2);

	private static final Duration FAULT = Duration.ofSeconds(3);

	// Longer than the command timeout
	private static final Duration LONG_FAULT = Duration.ofSeconds(8);

	private static final int MOST_ATTEMPTS_PER_SECOND = 60;

	private static final int MOST_CONNECTIONS = 80;

	private Servers servers;

	private Server server;

	private TcpProxy proxy;

	private OutageApplication application;

	@BeforeEach
	void start() {
		this.server = this.servers.server("queue");
		this.server.flushAll();
		this.proxy = TcpProxy.to(this.server);
		this.application = OutageApplication.start(this.proxy);
		this.application.jobs().enqueue("fail", "warm-up");
		await().atMost(PATIENCE).until(() -> this.application.names().contains("warm-up"));
	}

	@AfterEach
	void stop() {
		this.application.release();
		this.server.heal();
		this.application.close();
		this.proxy.close();
	}

	@ParameterizedTest
	@EnumSource
	void worksAgainSoon(Fault fault, CapturedOutput output) {
		long accepted = this.proxy.accepted();
		fault.begin(this.server, this.proxy);
		long missed = missedAfter(fault.duration);
		fault.end(this.server, this.proxy);
		long start = System.nanoTime();

		push("after");

		await().atMost(PATIENCE).until(() -> this.application.names().contains("after"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WORKS_AGAIN);
		assertThat(missed).as("attempts during the outage")
			.isLessThan(MOST_ATTEMPTS_PER_SECOND * fault.duration.toSeconds());
		assertThat(this.proxy.accepted() - accepted).as("connections").isLessThan(MOST_CONNECTIONS);
		assertThat(output.toString().split("is out of service", -1).length
				+ output.toString().split("The queue server", -1).length - 2)
			.as("lines that begin an outage")
			.isLessThanOrEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void keepsItsClaimOnJobThatRuns(Fault fault) {
		push("hold", "held");
		await().atMost(PATIENCE).until(() -> this.application.names().contains("held"));
		fault.begin(this.server, this.proxy);
		missedAfter(FAULT);
		this.application.release();
		fault.end(this.server, this.proxy);

		push("after");

		await().atMost(PATIENCE).until(() -> this.application.names().contains("after"));
		await().atMost(PATIENCE).until(() -> new QueueState(this.server).unfinished().isEmpty());
		assertThat(this.application.names()).containsExactly("warm-up", "held", "after");
		assertThat(this.application.lostClaims()).isZero();
	}

	private long missedAfter(Duration duration) {
		await().pollDelay(duration).atMost(duration.multipliedBy(2)).until(() -> true);
		Outage outage = this.application.breaker().outage();
		return (outage != null) ? outage.missed() : 0;
	}

	private void push(String name) {
		push("fail", name);
	}

	// Past the client, which has an outage too
	private void push(String type, String name) {
		this.server.commands(3)
			.lpush("queue:default",
					"{\"retry\":true,\"queue\":\"default\",\"class\":\"%s\",\"args\":[\"%s\"],\"jid\":\"%s\"}"
						.formatted(type, name, name));
	}

	/**
	 * What happens.
	 */
	enum Fault {

		FREEZE(FAULT) {

			@Override
			void begin(Server server, TcpProxy proxy) {
				server.freeze();
			}

		},

		LONG_FREEZE(LONG_FAULT) {

			@Override
			void begin(Server server, TcpProxy proxy) {
				server.freeze();
			}

		},

		KILL(FAULT) {

			@Override
			void begin(Server server, TcpProxy proxy) {
				server.kill();
			}

		},

		RESET(FAULT) {

			@Override
			void begin(Server server, TcpProxy proxy) {
				proxy.reset();
			}

		},

		REFUSE(FAULT) {

			@Override
			void begin(Server server, TcpProxy proxy) {
				proxy.refuse();
				proxy.reset();
			}

			@Override
			void end(Server server, TcpProxy proxy) {
				proxy.passThrough();
			}

		},

		BLACK_HOLE(LONG_FAULT) {

			@Override
			void begin(Server server, TcpProxy proxy) {
				proxy.blackHole();
			}

			@Override
			void end(Server server, TcpProxy proxy) {
				proxy.passThrough();
			}

		},

		CLIENT_KILL(FAULT) {

			@Override
			void begin(Server server, TcpProxy proxy) {
				server.killClients();
			}

		},

		CLIENT_PAUSE(FAULT) {

			@Override
			void begin(Server server, TcpProxy proxy) {
				server.pauseClients(Duration.ofSeconds(60));
			}

		},

		READ_ONLY(FAULT) {

			@Override
			void begin(Server server, TcpProxy proxy) {
				server.demote();
			}

		};

		private final Duration duration;

		Fault(Duration duration) {
			this.duration = duration;
		}

		abstract void begin(Server server, TcpProxy proxy);

		void end(Server server, TcpProxy proxy) {
			server.heal();
		}

	}

}
