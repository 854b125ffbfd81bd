package io.heartwire.channel;

import io.heartwire.broker.Broker;
import io.heartwire.broker.HistoryQuery;

/**
 * Compares the positions of a channel's subscribers with the stream's, by one question for all of
 * them. Safe for use by any thread; nothing blocks.
 */
final class PositionCheck {
  private final Broker broker;
  private final BackgroundFailures failures;

  PositionCheck(Broker broker, BackgroundFailures failures) {
    this.broker = broker;
    this.failures = failures;
  }

  /** Ends the subscriptions that are behind at the second look in a row. */
  void look(Channel channel) {
    compare(channel, false);
  }

  /** Ends the subscriptions that are behind: nothing that they miss is on its way. */
  void settle(Channel channel) {
    compare(channel, true);
  }

  private void compare(Channel channel, boolean isCertain) {
    if (channel.options().keepsHistory()) {
      failures.watch(
          broker
              .history(channel.name().value(), HistoryQuery.POSITION)
              .thenAccept(
                  page ->
                      channel.forEach(
                          subscription -> subscription.checkPosition(page.now(), isCertain))));
    }
  }
}
