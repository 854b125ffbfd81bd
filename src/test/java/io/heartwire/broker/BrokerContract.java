package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What every engine promises: delivery, history, and here presence. One subclass per engine, which
 * makes a new one for each test.
 */
abstract class BrokerContract extends HistoryContract {

  @Test
  void aClientIsPresentUntilItIsRemovedOrItsTtlEnds() {
    await(broker.addPresence(NEWS, ANN, TTL));
    await(broker.addPresence(NEWS, BEN, TTL));
    assertThat(await(broker.presence(NEWS))).containsExactlyInAnyOrder(ANN, BEN);
    assertThat(await(broker.presence(SPORT))).isEmpty();

    await(broker.removePresence(NEWS, "c1"));
    await(broker.removePresence(NEWS, "nobody"));
    await(broker.removePresence(SPORT, "c2"));
    time.jumpWallClock(Duration.ofDays(1));
    time.advance(TTL.minusNanos(1));
    assertThat(await(broker.presence(NEWS))).containsExactly(BEN);

    time.advance(Duration.ofNanos(1));
    assertThat(await(broker.presence(NEWS))).isEmpty();
    assertThat(await(broker.presenceStats(NEWS))).isEqualTo(new PresenceStats(0, 0));
  }

  @Test
  void renewingPresenceKeepsItAndReplacesTheInformation() {
    await(broker.addPresence(NEWS, ANN, TTL));
    time.advance(TTL.minusSeconds(1));
    ClientInfo renewed = new ClientInfo("ann", "c1", Payload.text("new"), Payload.EMPTY);
    await(broker.addPresence(NEWS, renewed, TTL));
    time.advance(TTL.minusSeconds(1));

    assertThat(await(broker.presence(NEWS))).containsExactly(renewed);
  }

  @Test
  void presenceStatsCountClientsAndUsers() {
    await(broker.addPresence(NEWS, ANN, TTL));
    await(broker.addPresence(NEWS, new ClientInfo("ann", "c3"), TTL));
    await(broker.addPresence(NEWS, BEN, TTL));

    assertThat(await(broker.presenceStats(NEWS))).isEqualTo(new PresenceStats(3, 2));
  }

  @Test
  void channelsListsThoseThatANodeIsSubscribedTo() {
    await(broker.subscribe(NEWS));
    await(broker.addPresence(NEWS, ANN, TTL));
    publish(SPORT, "a", KEPT);
    await(broker.subscribe("left"));
    await(broker.unsubscribe("left"));

    assertThat(await(broker.channels())).containsExactly(new ChannelStats(NEWS, 1, 1));
  }
}
