package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/**
 * What a subscription asks the server for.
 *
 * @param recoverable to be able to recover what was missed; on for channels that force it anyway
 * @param positioned to be watched for gaps
 * @param joinLeave to be told who comes and goes
 * @param since a position from an earlier life, whose followers are recovered first, or null
 * @param data JSON for the server, or null
 * @param tokens for channels that need one, or null
 */
public record SubscriptionOptions(
    boolean recoverable,
    boolean positioned,
    boolean joinLeave,
    @Nullable StreamPosition since,
    @Nullable String data,
    @Nullable TokenSupplier tokens) {

  /** Only what the channel gives everybody. */
  public static final SubscriptionOptions PLAIN =
      new SubscriptionOptions(false, false, false, null, null, null);

  /** With recovery, and watched for gaps. */
  public static final SubscriptionOptions RECOVERABLE =
      new SubscriptionOptions(true, true, false, null, null, null);

  public SubscriptionOptions withJoinLeave() {
    return new SubscriptionOptions(recoverable, positioned, true, since, data, tokens);
  }

  public SubscriptionOptions since(StreamPosition position) {
    return new SubscriptionOptions(true, positioned, joinLeave, position, data, tokens);
  }

  public SubscriptionOptions withData(String json) {
    return new SubscriptionOptions(recoverable, positioned, joinLeave, since, json, tokens);
  }

  public SubscriptionOptions withTokens(TokenSupplier supplier) {
    return new SubscriptionOptions(recoverable, positioned, joinLeave, since, data, supplier);
  }
}
