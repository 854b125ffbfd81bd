package io.heartwire.channel;

import org.jspecify.annotations.Nullable;

/**
 * Options of one subscription that replace those of its namespace; null = the namespace's option.
 *
 * @param presence whether the subscriber is listed in the presence
 * @param joinLeave whether others get join and leave messages about it
 * @param forceRecovery whether it is recoverable, requested or not
 * @param forcePositioning whether it is watched for gaps, requested or not
 * @param forcePushJoinLeave whether the subscriber gets join and leave messages, requested or not
 */
public record SubscribeOverrides(
    @Nullable Boolean presence,
    @Nullable Boolean joinLeave,
    @Nullable Boolean forceRecovery,
    @Nullable Boolean forcePositioning,
    @Nullable Boolean forcePushJoinLeave) {
  /** All options as in the namespace. */
  public static final SubscribeOverrides NONE =
      new SubscribeOverrides(null, null, null, null, null);

  /** Returns the options of the subscription. */
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
            or(forcePushJoinLeave, options.forcePushJoinLeave()),
            options.allowSubscribe(),
            options.allowPublish(),
            options.allowHistory(),
            options.allowPresence(),
            options.overflow(),
            options.delta(),
            options.traceTags(),
            options.durability());
  }

  /**
   * Returns whether the subscriber gets join and leave messages, given whether it asked for them.
   */
  boolean hearsJoins(boolean asked, ChannelOptions options) {
    return or(forcePushJoinLeave, asked || options.forcePushJoinLeave());
  }

  private static boolean or(@Nullable Boolean override, boolean otherwise) {
    return override == null ? otherwise : override;
  }
}
