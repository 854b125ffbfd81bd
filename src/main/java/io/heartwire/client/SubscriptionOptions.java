package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/**
 * What a subscription asks the server for.
 *
 * @param recoverable missed publications are recovered; some channels force it
 * @param positioned the server watches for gaps
 * @param joinLeave the listener hears who joins and leaves
 * @param since a stored position, after which to recover publications first, or null
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

  /** Nothing but what the channel forces. */
  public static final SubscriptionOptions PLAIN =
      new SubscriptionOptions(false, false, false, null, null, null);

  /** With recovery, and with the server watching for gaps. */
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
