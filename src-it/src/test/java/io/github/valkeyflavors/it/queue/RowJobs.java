package io.github.valkeyflavors.it.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.github.valkeyflavors.queue.Job;

/**
 * A worker process whose jobs write a row each, with a commit of its own.
 */
@Configuration(proxyBeanMethods = false)
public class RowJobs {

	public static void main(String[] arguments) {
		QueueApplication.of(RowJobs.class).lazyInitialization(true).run(arguments);
	}

	@Bean
	Writer writer(Environment environment) {
		return new Writer(environment.getRequiredProperty("rows.url"),
				environment.getRequiredProperty("rows.job-duration", Duration.class));
	}

	/**
	 * Performs the jobs.
	 */
	static final class Writer {

		private static final int MOST_CONNECTIONS = 50;

		private final JdbcConnectionPool connections;

		private final Duration jobDuration;

		Writer(String url, Duration jobDuration) {
			this.connections = JdbcConnectionPool.create(url, "", "");
			this.connections.setMaxConnections(MOST_CONNECTIONS);
			this.jobDuration = jobDuration;
		}

		@Job("write_row")
		void perform(int number) throws SQLException {
			LockSupport.parkNanos(this.jobDuration.toNanos());
			try (Connection connection = this.connections.getConnection();
					PreparedStatement insert = connection.prepareStatement("insert into done (job) values (?)")) {
				insert.setInt(1, number);
				insert.executeUpdate();
			}
		}

	}

}
