package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.ConnectionState;
import org.junit.jupiter.api.Test;

class PingDialogueTest extends DialogueFixture {

  @Test
  void theFirstPingComesInTheSecondHalfOfTheInterval() {
    FakeClient client = client().connects();
    pass(12);
    assertThat(pings(client)).isZero();
    passAnswering(client, 13);

    assertThat(pings(client)).isEqualTo(1);
    assertThat(client.wire.pings()).as("control frames").isEmpty();
  }

  @Test
  void pingsComeEveryIntervalThoughTheClientTalks() {
    FakeClient client = client().connects();
    passAnswering(client, 25);
    for (int i = 0; i < 100; i++) {
      client.says("{'send':{'data':1}}");
      pass(1);
    }

    assertThat(pings(client)).isEqualTo(5);
    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void aClientThatHasNotConnectedIsNotPinged() {
    set("heartwire.pool.pending-timeout", "60s");
    FakeClient client = client();
    pass(50);

    assertThat(pings(client)).isZero();
  }

  @Test
  void aPongBringsAStaleClientBack() {
    FakeClient client = client().connects();
    untilStale(client);
    client.says("{}");

    assertThat(client.connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(pool.roundTrips).hasSize(1);
    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void aClientThatNeverAnswersIsClosed() {
    FakeClient client = client().connects();
    untilStale(client);
    pass(9);
    assertThat(client.closeCodes()).isEmpty();
    pass(1);

    assertThat(client.closeCodes()).containsExactly(3012);
  }

  private void passAnswering(FakeClient client, int seconds) {
    for (int i = 0; i < seconds; i++) {
      long before = pings(client);
      pass(1);
      if (pings(client) > before) {
        client.says("{}");
      }
    }
  }

  private void untilStale(FakeClient client) {
    for (int i = 0; i < 40 && client.connection.state() == ConnectionState.LIVE; i++) {
      pass(1);
    }
    assertThat(client.connection.state()).isEqualTo(ConnectionState.STALE);
  }

  private static long pings(FakeClient client) {
    return client.hears().stream().filter("{}"::equals).count();
  }
}
