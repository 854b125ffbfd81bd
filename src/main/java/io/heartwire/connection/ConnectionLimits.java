package io.heartwire.connection;

import io.heartwire.config.Settings;
import io.heartwire.limit.RateLimit;
import io.heartwire.visibility.Internal;
import java.util.Map;

/**
 * The limits of one connection, and of the number of connections of its tenant.
 *
 * @param outboxCapacity messages that may wait for it
 * @param outboxMaxBytes payload bytes that may wait for it
 * @param commands rate of commands that it may send; of messages where the protocol has no commands
 * @param bytes rate of payload bytes that it may send
 * @param maxConnections connections of all clients that have these limits; 0 = limited by the
 *     pool's capacity only
 */
@Internal
public record ConnectionLimits(
    int outboxCapacity,
    int outboxMaxBytes,
    RateLimit commands,
    RateLimit bytes,
    int maxConnections) {
  private static final String MESSAGE_MAX_BYTES = "heartwire.message.max-bytes";
  private static final String CAPACITY = "outbox.capacity";
  private static final String MAX_BYTES = "outbox.max-bytes";
  private static final String COMMANDS = "limit.commands";
  private static final String BYTES = "limit.bytes";
  private static final String MAX_CONNECTIONS = "max-connections";

  /**
   * Reads the limits of clients without a tenant: {@code heartwire.outbox.*}, {@code
   * heartwire.limit.*}.
   */
  static ConnectionLimits read(Settings settings, OutboxConfig outbox) {
    Settings ours = settings.section("heartwire.", Map.of());
    ConnectionLimits limits =
        new ConnectionLimits(
            outbox.capacity(),
            outbox.maxBytes(),
            RateLimit.read(ours, COMMANDS),
            RateLimit.read(ours, BYTES),
            0);
    return limits.checked(settings, ours);
  }

  /** Returns limits that bound nothing but the outbox. */
  static ConnectionLimits none(OutboxConfig outbox) {
    return new ConnectionLimits(
        outbox.capacity(), outbox.maxBytes(), RateLimit.NONE, RateLimit.NONE, 0);
  }

  /** Reads the limits of one tenant; those that are not set are taken from this object. */
  ConnectionLimits read(Settings settings, String tenant) {
    Settings section = settings.section("heartwire.tenant." + tenant + ".", asDefaults());
    ConnectionLimits limits =
        new ConnectionLimits(
            section.number(CAPACITY, OutboxConfig.LEAST_CAPACITY, OutboxConfig.MOST_CAPACITY),
            section.number(MAX_BYTES, OutboxConfig.LEAST_BYTES, OutboxConfig.MOST_BYTES),
            RateLimit.read(section, COMMANDS),
            RateLimit.read(section, BYTES),
            section.number(MAX_CONNECTIONS, 0, 1_000_000));
    return limits.checked(settings, section);
  }

  private Map<String, String> asDefaults() {
    return Map.of(
        CAPACITY,
        Integer.toString(outboxCapacity),
        MAX_BYTES,
        Integer.toString(outboxMaxBytes),
        COMMANDS + "-per-second",
        Integer.toString(commands.perSecond()),
        COMMANDS + "-burst",
        Integer.toString(commands.burst()),
        BYTES + "-per-second",
        Integer.toString(bytes.perSecond()),
        BYTES + "-burst",
        Integer.toString(bytes.burst()),
        MAX_CONNECTIONS,
        "0");
  }

  private ConnectionLimits checked(Settings all, Settings section) {
    if (!bytes.isUnlimited() && bytes.burst() < all.number(MESSAGE_MAX_BYTES, 1, 1 << 30)) {
      section.refuse(
          BYTES + "-burst", "at least " + MESSAGE_MAX_BYTES + ", or no such message could come in");
    }
    return this;
  }
}
