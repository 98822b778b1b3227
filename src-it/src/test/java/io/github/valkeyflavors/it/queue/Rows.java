package io.github.valkeyflavors.it.queue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.h2.tools.Server;

/**
 * A database on a free port that many processes write a row for each job to. A job that
 * runs twice leaves two rows.
 */
final class Rows implements AutoCloseable {

	private final Server server;

	// Keeps the database in memory as long as it is open
	private final Connection connection;

	Rows() throws SQLException {
		this.server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
		this.connection = DriverManager.getConnection(url());
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("create table done (job int)");
		}
	}

	String url() {
		return "jdbc:h2:tcp://127.0.0.1:" + this.server.getPort() + "/mem:rows";
	}

	/**
	 * The number of jobs that ran at least once.
	 */
	int jobs() throws SQLException {
		return number("select count(distinct job) from done");
	}

	/**
	 * The number of jobs that ran more than once.
	 */
	int repeatedJobs() throws SQLException {
		return number("select count(*) from (select job from done group by job having count(*) > 1)");
	}

	/**
	 * The jobs that ran.
	 */
	List<Integer> all() throws SQLException {
		List<Integer> jobs = new ArrayList<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet result = statement.executeQuery("select distinct job from done")) {
			while (result.next()) {
				jobs.add(result.getInt(1));
			}
		}
		return jobs;
	}

	private int number(String query) throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet result = statement.executeQuery(query)) {
			result.next();
			return result.getInt(1);
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
		this.server.stop();
	}

}
