package io.heartwire.channel;

import io.heartwire.broker.PublishOptions;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OverflowPolicy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the channels of one namespace: {@code heartwire.channel.<namespace>.*}.
 *
 * @param historySize publications that a stream keeps; 0 = no history
 * @param historyTtl how long each of them is kept; 0 = no history
 * @param presence whether it is known who is there
 * @param joinLeave whether subscribers that ask for it are told who comes and goes
 * @param forceRecovery whether every subscription can be recovered, asked for or not
 * @param forcePositioning whether every subscription is watched for gaps, asked for or not
 * @param allowSubscribe which clients may subscribe; null = not said, which is nobody but raw
 *     clients
 * @param allowPublish which clients may publish; null = not said, as above
 * @param allowHistory which clients may read the history
 * @param allowPresence which clients may read the presence
 * @param overflow what happens to a subscriber that is too slow
 * @param delta in what form differences are sent to subscribers that ask for them
 */
public record ChannelOptions(
    int historySize,
    Duration historyTtl,
    boolean presence,
    boolean joinLeave,
    boolean forceRecovery,
    boolean forcePositioning,
    @Nullable Permission allowSubscribe,
    @Nullable Permission allowPublish,
    Permission allowHistory,
    Permission allowPresence,
    OverflowPolicy overflow,
    DeltaKind delta) {
  private static final int MOST_HISTORY = 1_000_000;

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "history-size", "0",
          "history-ttl", "0s",
          "presence", "false",
          "join-leave", "false",
          "force-recovery", "false",
          "force-positioning", "false",
          "allow-history", "false",
          "allow-presence", "false",
          "delta", "none");

  /** Those of a namespace that is not configured. */
  static ChannelOptions none(OverflowPolicy overflow) {
    return new ChannelOptions(
        0,
        Duration.ZERO,
        false,
        false,
        false,
        false,
        null,
        null,
        Permission.FALSE,
        Permission.FALSE,
        overflow,
        DeltaKind.NONE);
  }

  /** Reads those of one namespace, and refuses what does not go together. */
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
            ifSaid(settings, "allow-subscribe"),
            ifSaid(settings, "allow-publish"),
            settings.choice("allow-history", Permission.class),
            settings.choice("allow-presence", Permission.class),
            settings.has("overflow")
                ? settings.choice("overflow", OverflowPolicy.class)
                : outbox.overflow(),
            settings.choice("delta", DeltaKind.class));
    options.check(settings);
    return options;
  }

  /** Whether publications get offsets and are kept for a while. */
  public boolean keepsHistory() {
    return historySize > 0 && !historyTtl.isZero();
  }

  PublishOptions publishing() {
    return keepsHistory()
        ? PublishOptions.history(historySize, historyTtl)
        : PublishOptions.NO_HISTORY;
  }

  private void check(Settings settings) {
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
    if (overflow != OverflowPolicy.DISCONNECT && (forceRecovery || forcePositioning)) {
      settings.refuse(
          "overflow", "disconnect where force-recovery or force-positioning forbids to skip any");
    }
    if (overflow != OverflowPolicy.DISCONNECT && delta != DeltaKind.NONE) {
      settings.refuse("delta", "none where overflow drops what the next delta would build on");
    }
  }

  private static @Nullable Permission ifSaid(Settings settings, String key) {
    return settings.has(key) ? settings.choice(key, Permission.class) : null;
  }
}
