package io.heartwire.channel;

import org.jspecify.annotations.Nullable;

/**
 * Where one subscription differs from the options of its namespace; null = it does not.
 *
 * @param presence whether the subscriber is among those who are present
 * @param joinLeave whether others are told of its coming and going
 * @param forceRecovery whether it can be recovered, asked for or not
 * @param forcePositioning whether it is watched for gaps, asked for or not
 * @param forcePushJoinLeave whether the subscriber is told who comes and goes, asked for or not
 */
public record SubscribeOverrides(
    @Nullable Boolean presence,
    @Nullable Boolean joinLeave,
    @Nullable Boolean forceRecovery,
    @Nullable Boolean forcePositioning,
    @Nullable Boolean forcePushJoinLeave) {
  /** As the namespace has it. */
  public static final SubscribeOverrides NONE =
      new SubscribeOverrides(null, null, null, null, null);

  /** The options that hold for the subscription. */
  ChannelOptions over(ChannelOptions options) {
    return equals(NONE)
        ? options
        : new ChannelOptions(
            options.historySize(),
            options.historyTtl(),
            or(presence, options.presence()),
            or(joinLeave, options.joinLeave()),
            or(forceRecovery, options.forceRecovery()),
            or(forcePositioning, options.forcePositioning()),
            options.allowSubscribe(),
            options.allowPublish(),
            options.allowHistory(),
            options.allowPresence(),
            options.overflow(),
            options.delta());
  }

  boolean hearsJoins(boolean asked) {
    return or(forcePushJoinLeave, asked);
  }

  private static boolean or(@Nullable Boolean override, boolean otherwise) {
    return override == null ? otherwise : override;
  }
}
