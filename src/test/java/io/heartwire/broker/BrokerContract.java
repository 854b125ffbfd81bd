package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What every engine promises of its streams: delivery, history, and here the list of channels. One
 * subclass per engine, which makes a new one for each test.
 */
public abstract class BrokerContract extends HistoryContract {

  @Test
  void channelsListsThoseThatANodeIsSubscribedTo() {
    await(broker.subscribe(NEWS));
    publish(SPORT, "a", KEPT);
    await(broker.subscribe("left"));
    await(broker.unsubscribe("left"));

    assertThat(await(broker.channels())).containsExactly(new ChannelStats(NEWS, 1, 0));
  }
}
