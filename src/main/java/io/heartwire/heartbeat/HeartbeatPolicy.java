package io.heartwire.heartbeat;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The settings of the heartbeat. They are read anew for every sweep, so that they can be changed at
 * run time; only {@code sweepInterval} is fixed at the start.
 *
 * @param sweepInterval the interval between two sweeps
 * @param interval the silence after which a connection is pinged
 * @param timeout how long a pong may take
 * @param maxMissed unanswered pings after which a connection is closed
 * @param pendingTimeout how long a connection may take to become ready
 * @param idleTimeout the time without application messages in either direction after which a
 *     connection is closed; 0 = never
 * @param maxLifetime how long a connection lasts, plus or minus a tenth; 0 = no limit
 * @param writeTimeout how long one write may take
 */
@Dependent
public record HeartbeatPolicy(
    Duration sweepInterval,
    Duration interval,
    Duration timeout,
    int maxMissed,
    Duration pendingTimeout,
    Duration idleTimeout,
    Duration maxLifetime,
    Duration writeTimeout)
    implements ConfigGroup {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);

  @Inject
  public HeartbeatPolicy(Settings settings, OutboxConfig outbox) {
    this(
        settings.duration(
            "heartwire.heartbeat.sweep-interval", Duration.ofMillis(50), Duration.ofMinutes(1)),
        settings.duration("heartwire.heartbeat.interval", Duration.ofMillis(100), DAY),
        settings.duration("heartwire.heartbeat.timeout", Duration.ofMillis(100), DAY),
        settings.number("heartwire.heartbeat.max-missed", 1, 100),
        settings.duration("heartwire.pool.pending-timeout", Duration.ofMillis(100), DAY),
        settings.duration("heartwire.pool.idle-timeout", Duration.ZERO, YEAR),
        settings.duration("heartwire.pool.max-lifetime", Duration.ZERO, YEAR),
        outbox.writeTimeout());
  }
}
