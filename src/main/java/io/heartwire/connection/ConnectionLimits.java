package io.heartwire.connection;

import io.heartwire.config.Settings;
import io.heartwire.limit.RateLimit;
import java.util.Map;

/**
 * What one connection may use, and how many there may be of its kind.
 *
 * @param outboxCapacity messages that may wait for it
 * @param outboxMaxBytes payload bytes that may wait for it
 * @param commands that it may send; messages where the protocol has no commands
 * @param bytes that it may send, in frames of messages
 * @param maxConnections of all clients together for whom these limits hold; 0 = as many as the pool
 *     has places
 */
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
   * Those of clients of no tenant's class: {@code heartwire.outbox.*}, {@code heartwire.limit.*}.
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

  /** Only the outbox is limited. */
  static ConnectionLimits none(OutboxConfig outbox) {
    return new ConnectionLimits(
        outbox.capacity(), outbox.maxBytes(), RateLimit.NONE, RateLimit.NONE, 0);
  }

  /** Those of one tenant's class, and these where it says nothing. */
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
