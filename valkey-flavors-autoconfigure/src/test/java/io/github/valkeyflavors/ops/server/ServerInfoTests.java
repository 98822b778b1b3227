package io.github.valkeyflavors.ops.server;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ServerInfo}.
 */
class ServerInfoTests {

	@Test
	void knowsValkeyByItsOwnVersion() {
		ServerInfo info = info("redis_version", "7.2.4", "valkey_version", "9.1.0", "server_name", "valkey");

		assertThat(info.version()).isEqualTo("9.1.0");
		assertThat(info.product()).isEqualTo("valkey");
	}

	@Test
	void knowsRedis() {
		ServerInfo info = info("redis_version", "7.4.1");

		assertThat(info.version()).isEqualTo("7.4.1");
		assertThat(info.product()).isEqualTo("redis");
	}

	@Test
	void saysRolesInTodaysWords() {
		assertThat(info("role", "master").role()).isEqualTo("primary");
		assertThat(info("role", "slave").role()).isEqualTo("replica");
	}

	@Test
	void usesPartOfLimit() {
		assertThat(info("used_memory", "750", "maxmemory", "1000").memoryUse()).isEqualTo(0.75, within(1e-9));
	}

	@Test
	void usesNoPartWithoutLimit() {
		assertThat(info("used_memory", "750", "maxmemory", "0").memoryUse()).isNull();
	}

	@Test
	void countsKeysOfDatabase() {
		ServerInfo info = info("db4", "keys=12,expires=3,avg_ttl=0,subexpiry=0", "keyspace_hits", "1");

		assertThat(info.keys(4)).hasValue(12);
		assertThat(info.expiringKeys(4)).hasValue(3);
	}

	@Test
	void countsNoKeysOfDatabaseThatIsNotListed() {
		assertThat(info("keyspace_hits", "1").keys(4)).hasValue(0);
	}

	@Test
	void doesNotCountKeysWhereServerHidesThem() {
		assertThat(info("redis_version", "7.4.1").keys(4)).isEmpty();
	}

	@Test
	void takesRubbishForNothing() {
		ServerInfo info = info("used_memory", "much", "db4", "keys=,expires", "slave0", "x");

		assertThat(info.number("used_memory")).isEmpty();
		assertThat(info.keys(4)).isEmpty();
		assertThat(info.replicas()).containsExactly(new ServerInfo.Replica("?:?", "?", -1, -1));
	}

	@Test
	void knowsHowFarReplicasAre() {
		ServerInfo info = info("master_repl_offset", "1000", "slave0",
				"ip=10.0.0.8,port=6380,state=online,offset=940,lag=1,type=replica");

		assertThat(info.replicas()).containsExactly(new ServerInfo.Replica("10.0.0.8:6380", "online", 60, 1));
	}

	private static ServerInfo info(String... fields) {
		Map<String, String> map = new HashMap<>();
		for (int i = 0; i < fields.length; i += 2) {
			map.put(fields[i], fields[i + 1]);
		}
		return new ServerInfo(map);
	}

}
