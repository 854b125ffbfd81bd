package io.heartwire.queue;

import io.heartwire.broker.QueueLimits;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The options of the queues of one namespace: {@code heartwire.queue.<namespace>.*}.
 *
 * @param allowSend which clients may send
 * @param allowConsume which clients may consume
 * @param allowDeadLetters which clients may consume dead letters
 * @param prefetch how many messages a consumer that does not say so may have unacknowledged
 * @param maxPrefetch the most that one may ask for
 * @param ackTimeout how long a consumer may have a message; then it goes to another. Zero = for
 *     ever
 * @param limits what the engine must know
 */
@Internal
public record QueueOptions(
    QueuePermission allowSend,
    QueuePermission allowConsume,
    QueuePermission allowDeadLetters,
    int prefetch,
    int maxPrefetch,
    Duration ackTimeout,
    QueueLimits limits) {

  /** What becomes of a message that there is no room for. */
  enum Overflow {
    REFUSE,
    DEAD_LETTER
  }

  /** How sure a message must be before it counts as sent. */
  enum Durability {
    /** The store has it. */
    ACCEPTED,
    /** A replica of the store has it too. */
    REPLICATED
  }

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("allow-send", "false"),
          Map.entry("allow-consume", "false"),
          Map.entry("allow-dead-letters", "false"),
          Map.entry("prefetch", "32"),
          Map.entry("max-prefetch", "1000"),
          Map.entry("ack-timeout", "30m"),
          Map.entry("max-messages", "100000"),
          Map.entry("max-bytes", "67108864"),
          Map.entry("overflow", "refuse"),
          Map.entry("max-deliveries", "5"),
          Map.entry("max-dead-letters", "10000"),
          Map.entry("ttl", "0s"),
          Map.entry("durability", "accepted"));

  /** Of a namespace that is not configured, where development mode accepts it all the same. */
  static QueueOptions usual(Duration lease) {
    return read(new Settings(key -> Optional.empty()), "default", lease);
  }

  static QueueOptions read(Settings all, String namespace, Duration lease) {
    Settings settings = all.section("heartwire.queue." + namespace + ".", DEFAULTS);
    int most = settings.number("max-prefetch", 1, 10_000);
    QueueOptions options =
        new QueueOptions(
            settings.choice("allow-send", QueuePermission.class),
            settings.choice("allow-consume", QueuePermission.class),
            settings.choice("allow-dead-letters", QueuePermission.class),
            settings.number("prefetch", 1, 10_000),
            most,
            settings.duration("ack-timeout", Duration.ZERO, Duration.ofDays(7)),
            new QueueLimits(
                settings.number("max-messages", 1, 100_000_000),
                settings.number("max-bytes", 1024, Integer.MAX_VALUE),
                settings.choice("overflow", Overflow.class) == Overflow.DEAD_LETTER,
                settings.number("max-deliveries", 1, 1_000_000),
                settings.number("max-dead-letters", 0, 100_000_000),
                settings.duration("ttl", Duration.ZERO, Duration.ofDays(365)),
                lease,
                settings.choice("durability", Durability.class) == Durability.REPLICATED));
    options.check(settings);
    if (options.limits.replicated() && !all.text("heartwire.broker").equalsIgnoreCase("redis")) {
      settings.refuse(
          "durability", "accepted where heartwire.broker is not redis: there are no replicas");
    }
    return options;
  }

  private void check(Settings settings) {
    if (prefetch > maxPrefetch) {
      settings.refuse("prefetch", "at most max-prefetch, which is " + maxPrefetch);
    }
    if (limits.deadLetterWhenFull() && limits.maxDead() == 0) {
      settings.refuse("overflow", "refuse where max-dead-letters is 0: nothing could be kept");
    }
  }
}
