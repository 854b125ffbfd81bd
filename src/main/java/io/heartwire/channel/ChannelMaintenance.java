package io.heartwire.channel;

import io.heartwire.time.PeriodicTask;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The periodic task of channels: ends expired subscriptions, renews presence, and compares
 * positions with the broker's. Without that comparison a subscriber that missed the last
 * publications would not notice until the next one.
 */
@Singleton
class ChannelMaintenance implements PeriodicTask {
  /** How many times presence is renewed within its time to live. */
  private static final int RENEWALS = 3;

  private final Channels channels;
  private final long positionCheckNanos;
  private final long renewalNanos;
  private final long graceNanos;
  private long positionsCheckedAt;

  @Inject
  ChannelMaintenance(Channels channels, ChannelConfig config, TimeSource time) {
    this.channels = channels;
    this.positionCheckNanos = config.positionCheck().toNanos();
    this.renewalNanos = config.presenceTtl().toNanos() / RENEWALS;
    this.graceNanos = config.expiredGrace().toNanos();
    this.positionsCheckedAt = time.nanos();
  }

  @Override
  public void tick(long now) {
    channels.expiry().endOverdue(now, graceNanos);
    channels.forEach(channel -> renewPresence(channel, now));
    if (now - positionsCheckedAt >= positionCheckNanos) {
      positionsCheckedAt = now;
      channels.forEach(channels.positionCheck()::look);
    }
  }

  private void renewPresence(Channel channel, long now) {
    if (channel.presenceIsDue(now, renewalNanos)) {
      channel.forEach(channels.presenceUpdates()::renew);
    }
  }
}
