package io.heartwire.channel;

import io.heartwire.broker.Broker;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.time.Chore;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What has to be done for channels from time to time: ends subscriptions whose time is over, says
 * again who is present, and compares positions with the broker's, so that nobody stays behind
 * without knowing.
 */
@Singleton
class ChannelUpkeep implements Chore {
  /** Presence is said again so many times before it would end. */
  private static final int RENEWALS = 3;

  private final Channels channels;
  private final Broker broker;
  private final long positionCheckNanos;
  private final long renewalNanos;
  private final long graceNanos;
  private long positionsCheckedAt;

  @Inject
  ChannelUpkeep(Channels channels, Broker broker, ChannelConfig config, TimeSource time) {
    this.channels = channels;
    this.broker = broker;
    this.positionCheckNanos = config.positionCheck().toNanos();
    this.renewalNanos = config.presenceTtl().toNanos() / RENEWALS;
    this.graceNanos = config.expiredGrace().toNanos();
    this.positionsCheckedAt = time.nanos();
  }

  @Override
  public void tick(long now) {
    for (Subscription subscription : channels.expiring()) {
      if (subscription.isOver(now, graceNanos)) {
        channels.end(subscription, UnsubscribeCode.EXPIRED);
      }
    }
    channels.forEach(channel -> renewPresence(channel, now));
    if (now - positionsCheckedAt >= positionCheckNanos) {
      positionsCheckedAt = now;
      channels.forEach(this::checkPositions);
    }
  }

  private void renewPresence(Channel channel, long now) {
    if (channel.presenceIsDue(now, renewalNanos)) {
      channel.forEach(channels.attendance()::renew);
    }
  }

  private void checkPositions(Channel channel) {
    if (channel.options().keepsHistory()) {
      channels
          .steps()
          .watch(
              broker
                  .history(channel.name().value(), HistoryQuery.POSITION)
                  .thenAccept(page -> channel.forEach(each -> each.checkPosition(page.now()))));
    }
  }
}
