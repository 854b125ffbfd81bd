package io.heartwire.console;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelInspection;
import io.heartwire.time.PeriodicTask;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Tells the overview once a second to the consoles that listen on this node; costs nothing while
 * none does.
 */
@Singleton
class Feed implements PeriodicTask {
  private final ChannelInspection channels;
  private final Overview overview;

  @Inject
  Feed(ChannelInspection channels, Overview overview) {
    this.channels = channels;
    this.overview = overview;
  }

  @Override
  public void tick(long now) {
    if (channels.isHeard()) {
      channels.tell(Payload.uncheckedJson(overview.json()));
    }
  }
}
