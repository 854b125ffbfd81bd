package io.heartwire.channel;

import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import io.heartwire.time.PeriodicTask;

/** The upkeep of channels, for tests of what is built upon them. */
public final class TestUpkeep {

  private TestUpkeep() {}

  public static PeriodicTask of(TestChannels kit, TestPool pool) {
    return new ChannelMaintenance(kit.channels, kit.config, pool.time);
  }
}
