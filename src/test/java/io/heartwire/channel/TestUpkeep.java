package io.heartwire.channel;

import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import io.heartwire.time.Chore;

/** The upkeep of channels, for tests of what is built upon them. */
public final class TestUpkeep {

  private TestUpkeep() {}

  public static Chore of(TestChannels kit, TestPool pool) {
    return new ChannelUpkeep(kit.channels, kit.memory, kit.config, pool.time);
  }
}
