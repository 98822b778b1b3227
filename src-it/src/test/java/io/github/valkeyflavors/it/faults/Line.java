package io.github.valkeyflavors.it.faults;

import java.time.Duration;

/**
 * What happens to bytes on their way through a {@link TcpProxy}.
 *
 * @param fault what is wrong
 * @param toServer the delay of requests
 * @param toClient the delay of replies
 */
record Line(Fault fault, Duration toServer, Duration toClient) {

	static final Line CLEAR = new Line(Fault.NONE);

	Line(Fault fault) {
		this(fault, Duration.ZERO, Duration.ZERO);
	}

	enum Fault {

		NONE,

		/**
		 * Nothing arrives in either direction.
		 */
		BLACK_HOLE,

		/**
		 * Something else arrives in place of each reply.
		 */
		GARBAGE

	}

}
