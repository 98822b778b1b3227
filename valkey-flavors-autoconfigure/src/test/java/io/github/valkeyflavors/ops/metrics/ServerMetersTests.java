package io.github.valkeyflavors.ops.metrics;

import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.valkeyflavors.ops.server.ServerInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerMeters}.
 */
class ServerMetersTests {

	@ParameterizedTest
	@CsvSource({ "USED_MEMORY, used_memory", "KEYSPACE_HITS, keyspace_hits", "CONNECTED_REPLICAS, connected_slaves",
			"COMMANDS_PROCESSED, total_commands_processed", "AOF_SIZE, aof_current_size" })
	void readsItsField(ServerMeters meter, String field) {
		assertThat(meter.value(new ServerInfo(Map.of(field, "42")))).isEqualTo(42);
	}

	@Test
	void isUnknownWhereTheServerDoesNotSay() {
		assertThat(Arrays.stream(ServerMeters.values())
			.mapToDouble((meter) -> meter.value(new ServerInfo(Map.of("used_memory", "much")))))
			.allMatch((value) -> Double.isNaN(value));
	}

	@Test
	void pressureIsAPartOfTheLimit() {
		assertThat(ServerMeters.MEMORY_PRESSURE.value(new ServerInfo(Map.of("used_memory", "80", "maxmemory", "100"))))
			.isEqualTo(0.8);
	}

	@Test
	void pressureIsUnknownWithoutALimit() {
		assertThat(ServerMeters.MEMORY_PRESSURE.value(new ServerInfo(Map.of("used_memory", "80", "maxmemory", "0"))))
			.isNaN();
	}

	@Test
	void lagOfAPrimaryIsThatOfItsSlowestReplica() {
		assertThat(ServerMeters.REPLICATION_LAG.value(primary())).isEqualTo(300);
	}

	@Test
	void lastContactOfAPrimaryIsThatOfItsMostSilentReplica() {
		assertThat(ServerMeters.REPLICATION_LAST_CONTACT.value(primary())).isEqualTo(9);
	}

	@Test
	void lagOfAReplicaIsWhatItHasNotApplied() {
		assertThat(ServerMeters.REPLICATION_LAG.value(replica("up", "0"))).isEqualTo(50);
	}

	@Test
	void lastContactOfACutReplicaIsHowLongItsLinkIsDown() {
		assertThat(ServerMeters.REPLICATION_LAST_CONTACT.value(replica("down", "-1"))).isEqualTo(77);
	}

	@ParameterizedTest
	@CsvSource({ "up, 1", "down, 0" })
	void linkOfAReplicaIsUpOrDown(String status, double value) {
		assertThat(ServerMeters.REPLICATION_LINK_UP.value(replica(status, "0"))).isEqualTo(value);
	}

	@Test
	void linkIsUnknownOnAPrimary() {
		assertThat(ServerMeters.REPLICATION_LINK_UP.value(primary())).isNaN();
	}

	@ParameterizedTest
	@CsvSource({ "ok, 1", "err, 0" })
	void saysWhetherTheLastSaveSucceeded(String status, double value) {
		assertThat(ServerMeters.RDB_SAVE_OK.value(new ServerInfo(Map.of("rdb_last_bgsave_status", status))))
			.isEqualTo(value);
	}

	private static ServerInfo primary() {
		return new ServerInfo(Map.of("role", "master", "master_repl_offset", "1000", "slave0",
				"ip=10.0.0.1,port=6379,state=online,offset=900,lag=9", "slave1",
				"ip=10.0.0.2,port=6379,state=online,offset=700,lag=1"));
	}

	private static ServerInfo replica(String link, String lastContact) {
		return new ServerInfo(Map.of("role", "slave", "master_link_status", link, "master_last_io_seconds_ago",
				lastContact, "master_link_down_since_seconds", link.equals("up") ? "-1" : "77",
				"slave_read_repl_offset", "1000", "slave_repl_offset", "950"));
	}

}
