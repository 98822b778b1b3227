package io.github.valkeyflavors.samples.storefront.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lives of jobs in the database; only ever added to. A job runs at least once, so the
 * same step may be reported twice: the first report counts. And a life ends once: what a
 * further run reports after that is left out.
 */
@Repository
@Transactional
class OrderEvents {

	private static final int LONGEST_DETAIL = 200;

	private final JdbcClient jdbc;

	OrderEvents(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Adds a step, unless there is no such order: the queue may be older than the
	 * database.
	 */
	void add(UUID orderId, OrderEvent event) {
		try {
			this.jdbc.sql("""
					insert into order_events (order_id, step, attempt, at, detail, retry_at)
					select id, :step, :attempt, :at, :detail, :retryAt from orders o where id = :orderId
					and not exists (select 1 from order_events where order_id = o.id
						and (step in ('done', 'given-up') or (step = :step and attempt = :attempt)))
					""")
				.param("orderId", orderId)
				.param("step", event.step().toString())
				.param("attempt", event.attempt())
				.param("at", inDatabase(event.at()))
				.param("detail", shortened(event.detail()))
				.param("retryAt", inDatabase(event.retryAt()))
				.update();
		}
		catch (DuplicateKeyException ex) {
			// Another run reported it at the same moment
		}
	}

	@Transactional(readOnly = true)
	Map<UUID, List<OrderEvent>> findAll(Collection<UUID> orderIds) {
		Map<UUID, List<OrderEvent>> events = new HashMap<>();
		RowCallbackHandler collector = (row) -> events
			.computeIfAbsent(row.getObject("order_id", UUID.class), (id) -> new ArrayList<>())
			.add(event(row));
		if (!orderIds.isEmpty()) {
			this.jdbc.sql("select * from order_events where order_id in (:orderIds) order by id")
				.param("orderIds", orderIds)
				.query(collector);
		}
		return events;
	}

	private static @Nullable OffsetDateTime inDatabase(@Nullable Instant time) {
		return (time != null) ? time.atOffset(ZoneOffset.UTC) : null;
	}

	private static @Nullable String shortened(@Nullable String detail) {
		return (detail != null && detail.length() > LONGEST_DETAIL) ? detail.substring(0, LONGEST_DETAIL - 1) + "…"
				: detail;
	}

	private static OrderEvent event(ResultSet row) throws SQLException {
		OffsetDateTime retryAt = row.getObject("retry_at", OffsetDateTime.class);
		return new OrderEvent(OrderEvent.Step.of(row.getString("step")), row.getInt("attempt"),
				row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("detail"),
				(retryAt != null) ? retryAt.toInstant() : null);
	}

}
