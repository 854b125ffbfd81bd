package io.heartwire.channel;

import io.heartwire.broker.PublishOptions;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.visibility.Internal;
import java.time.Duration;
import java.util.Map;

/**
 * The options of the channels of one namespace: {@code heartwire.channel.<namespace>.*}.
 *
 * @param historySize publications that a stream keeps; 0 = no history
 * @param historyTtl how long each of them is kept; 0 = no history
 * @param presence whether the channels keep presence
 * @param joinLeave whether subscribers that ask for it get join and leave messages
 * @param forceRecovery whether every subscription is recoverable, requested or not
 * @param forcePositioning whether every subscription is positioned, that is watched for gaps,
 *     requested or not
 * @param forcePushJoinLeave whether every subscriber gets join and leave messages, requested or not
 * @param allowSubscribe which clients may subscribe
 * @param allowPublish which clients may publish
 * @param allowHistory which clients may read the history
 * @param allowPresence which clients may read the presence
 * @param overflow what happens to a subscriber that is too slow
 * @param delta the delta format for subscribers that ask for deltas
 * @param traceTags whether publications that a trace records tell their subscribers, by a tag
 * @param durability when a publication counts as accepted
 */
@Internal
public record ChannelOptions(
    int historySize,
    Duration historyTtl,
    boolean presence,
    boolean joinLeave,
    boolean forceRecovery,
    boolean forcePositioning,
    boolean forcePushJoinLeave,
    Permission allowSubscribe,
    Permission allowPublish,
    Permission allowHistory,
    Permission allowPresence,
    OverflowPolicy overflow,
    DeltaKind delta,
    boolean traceTags,
    Durability durability) {
  private static final int MOST_HISTORY = 1_000_000;

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("history-size", "0"),
          Map.entry("history-ttl", "0s"),
          Map.entry("presence", "false"),
          Map.entry("join-leave", "false"),
          Map.entry("force-recovery", "false"),
          Map.entry("force-positioning", "false"),
          Map.entry("force-push-join-leave", "false"),
          Map.entry("allow-subscribe", "false"),
          Map.entry("allow-publish", "false"),
          Map.entry("allow-history", "false"),
          Map.entry("allow-presence", "false"),
          Map.entry("delta", "none"),
          Map.entry("trace-tags", "false"),
          Map.entry("durability", "accepted"));

  /** Returns the options of a namespace that is not configured. */
  static ChannelOptions none(OverflowPolicy overflow) {
    return new ChannelOptions(
        0,
        Duration.ZERO,
        false,
        false,
        false,
        false,
        false,
        Permission.FALSE,
        Permission.FALSE,
        Permission.FALSE,
        Permission.FALSE,
        overflow,
        DeltaKind.NONE,
        false,
        Durability.ACCEPTED);
  }

  /** Reads the options of one namespace, and refuses contradictory ones. */
  static ChannelOptions read(Settings all, String namespace, OutboxConfig outbox) {
    Settings settings = all.section("heartwire.channel." + namespace + ".", DEFAULTS);
    ChannelOptions options =
        new ChannelOptions(
            settings.number("history-size", 0, MOST_HISTORY),
            settings.duration("history-ttl", Duration.ZERO, Duration.ofDays(365)),
            settings.flag("presence"),
            settings.flag("join-leave"),
            settings.flag("force-recovery"),
            settings.flag("force-positioning"),
            settings.flag("force-push-join-leave"),
            settings.choice("allow-subscribe", Permission.class),
            settings.choice("allow-publish", Permission.class),
            settings.choice("allow-history", Permission.class),
            settings.choice("allow-presence", Permission.class),
            settings.has("overflow")
                ? settings.choice("overflow", OverflowPolicy.class)
                : outbox.overflow(),
            settings.choice("delta", DeltaKind.class),
            settings.flag("trace-tags"),
            settings.choice("durability", Durability.class));
    options.check(settings);
    if (options.durability == Durability.REPLICATED
        && !all.text("heartwire.broker").equalsIgnoreCase("redis")) {
      settings.refuse(
          "durability", "accepted where heartwire.broker is not redis: there are no replicas");
    }
    return options;
  }

  /** Returns whether publications get offsets and are kept in the history. */
  public boolean keepsHistory() {
    return historySize > 0 && !historyTtl.isZero();
  }

  PublishOptions publishing() {
    if (!keepsHistory()) {
      return PublishOptions.NO_HISTORY;
    }
    PublishOptions options = PublishOptions.history(historySize, historyTtl);
    return durability == Durability.REPLICATED ? options.onReplicas() : options;
  }

  private void check(Settings settings) {
    if (allowSubscribe == Permission.SUBSCRIBERS) {
      settings.refuse(
          "allow-subscribe",
          "false, users or true: a client is not a subscriber before it subscribes");
    }
    if (historySize > 0 && historyTtl.isZero()) {
      settings.refuse("history-ttl", "longer than 0 where history-size is above 0");
    }
    if (historySize == 0 && !historyTtl.isZero()) {
      settings.refuse("history-size", "above 0 where history-ttl is above 0");
    }
    if (forceRecovery && !keepsHistory()) {
      settings.refuse("force-recovery", "false where there is no history-size and history-ttl");
    }
    if (forcePositioning && !keepsHistory()) {
      settings.refuse("force-positioning", "false where there is no history-size and history-ttl");
    }
    if (durability == Durability.REPLICATED && !keepsHistory()) {
      settings.refuse("durability", "accepted where there is no history-size and history-ttl");
    }
    if (forcePushJoinLeave && !joinLeave) {
      settings.refuse("force-push-join-leave", "false where join-leave is false");
    }
    if (overflow != OverflowPolicy.DISCONNECT && (forceRecovery || forcePositioning)) {
      settings.refuse(
          "overflow",
          "disconnect where force-recovery or force-positioning is true: they forbid gaps");
    }
    if (overflow != OverflowPolicy.DISCONNECT && delta != DeltaKind.NONE) {
      settings.refuse(
          "delta",
          "none where overflow is not disconnect: it may drop the publication that the next delta"
              + " needs");
    }
  }
}
