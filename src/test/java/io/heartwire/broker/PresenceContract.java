package io.heartwire.broker;

import static io.heartwire.broker.BrokerFixture.ANN;
import static io.heartwire.broker.BrokerFixture.BEN;
import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.SPORT;
import static io.heartwire.broker.BrokerFixture.TTL;
import static io.heartwire.broker.BrokerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine promises of presence. One subclass per engine. */
public abstract class PresenceContract {
  protected static final int MOST = 100;

  protected final ManualTimeSource time = new ManualTimeSource();
  protected Presence presence;

  /** A new one that has room for {@link #MOST} clients. */
  protected abstract Presence make();

  @BeforeEach
  final void makeIt() {
    presence = make();
  }

  @Test
  void aClientIsPresentUntilItIsRemovedOrItsTtlEnds() {
    await(presence.addPresence(NEWS, ANN, TTL));
    await(presence.addPresence(NEWS, BEN, TTL));
    assertThat(await(presence.presence(NEWS))).containsExactlyInAnyOrder(ANN, BEN);
    assertThat(await(presence.presence(SPORT))).isEmpty();

    await(presence.removePresence(NEWS, "c1"));
    await(presence.removePresence(NEWS, "nobody"));
    await(presence.removePresence(SPORT, "c2"));
    time.jumpWallClock(Duration.ofDays(1));
    time.advance(TTL.minusNanos(1));
    assertThat(await(presence.presence(NEWS))).containsExactly(BEN);

    time.advance(Duration.ofNanos(1));
    assertThat(await(presence.presence(NEWS))).isEmpty();
    assertThat(await(presence.presenceStats(NEWS))).isEqualTo(new PresenceStats(0, 0));
  }

  @Test
  void renewingPresenceKeepsItAndReplacesTheInformation() {
    await(presence.addPresence(NEWS, ANN, TTL));
    time.advance(TTL.minusSeconds(1));
    ClientInfo renewed = new ClientInfo("ann", "c1", Payload.text("new"), Payload.EMPTY);
    await(presence.addPresence(NEWS, renewed, TTL));
    time.advance(TTL.minusSeconds(1));

    assertThat(await(presence.presence(NEWS))).containsExactly(renewed);
  }

  @Test
  void presenceStatsCountClientsAndUsers() {
    await(presence.addPresence(NEWS, ANN, TTL));
    await(presence.addPresence(NEWS, new ClientInfo("ann", "c3"), TTL));
    await(presence.addPresence(NEWS, BEN, TTL));

    assertThat(await(presence.presenceStats(NEWS))).isEqualTo(new PresenceStats(3, 2));
  }

  @Test
  void whatIsSaidOfAClientComesBackByteForByteWithItsKind() {
    Payload json = Payload.json("{\"name\":\"Änn {news} \\n\", \"list\": [1, 2]}");
    List<Payload> kinds =
        List.of(
            json,
            Payload.text("text \"quoted\" \u0000 ☃"),
            Payload.sharing(new byte[] {0, -1, 10, 32}),
            Payload.uncheckedJson(new byte[] {'{'}));
    for (int i = 0; i < kinds.size(); i++) {
      ClientInfo client = new ClientInfo("Ünal {x} ", "c" + i, kinds.get(i), json);
      await(presence.addPresence("odd {name} " + i, client, TTL));

      ClientInfo back = await(presence.presence("odd {name} " + i)).get(0);
      assertThat(back).isEqualTo(client);
      assertThat(back.channelInfo().kind()).isEqualTo(Payload.Kind.JSON);
    }
  }

  @Test
  void callsForOneClientTakeEffectInTheOrderInWhichTheyAreMade() {
    List<CompletionStage<?>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(presence.addPresence(NEWS, ANN, TTL));
      calls.add(presence.removePresence(NEWS, "c1"));
    }
    calls.add(presence.addPresence(NEWS, ANN, TTL));
    calls.forEach(BrokerFixture::await);

    assertThat(await(presence.presence(NEWS))).containsExactly(ANN);
  }

  @Test
  void onlySoManyMayBePresentAndRenewingNeedsNoRoom() {
    for (int i = 0; i < MOST; i++) {
      await(presence.addPresence("channel " + i % 7, new ClientInfo("u", "c" + i), TTL));
    }
    assertThatThrownBy(() -> await(presence.addPresence(NEWS, new ClientInfo("u", "more"), TTL)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("more")
        .hasMessageContaining(NEWS)
        .hasMessageContaining(Integer.toString(MOST));

    await(presence.addPresence("channel 0", new ClientInfo("u", "c0"), TTL));
    await(presence.removePresence("channel 1", "c1"));
    await(presence.addPresence(NEWS, new ClientInfo("u", "more"), TTL));
    assertThat(await(presence.presence(NEWS))).hasSize(1);
  }
}
