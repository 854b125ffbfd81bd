package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.ConnectionState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LivenessDialogueTest extends StompFixture {

  @ParameterizedTest
  @CsvSource({
    "'0,10000', 10, true",
    "'0,20000', 20, true",
    "'0,500', 10, true",
    "'10000,0', 10, false",
    "'0,0', 10, false"
  })
  void theServerSendsHeartBeatsAsAgreed(String offer, int seconds, boolean sends) {
    FakeStompClient client = stranger().connects("heart-beat:" + offer);

    for (int i = 1; i <= 3; i++) {
      client.lives(); // the client lives
      pass(seconds);
      assertThat(client.heartBeats()).as("in time").isGreaterThanOrEqualTo(sends ? i : 0);
    }
    assertThat(client.heartBeats()).isLessThanOrEqualTo(sends ? 5 : 0);
  }

  @Test
  void aClientThatBreaksItsPromiseIsPingedAndThenStaleAndThenGone() {
    FakeStompClient client = stranger().connects("heart-beat:5000,0");
    pass(19);
    assertThat(client.wire.pings()).as("twice what both agreed on, which is 10 s").isEmpty();

    pass(2);
    // The first comes anywhere within the interval, so there is room for a second one.
    assertThat(client.wire.pings()).hasSizeBetween(1, 2);
    pass(11);
    assertThat(client.connection.state()).isEqualTo(ConnectionState.STALE);
    pass(11);

    assertThat(client.closeCodes()).containsExactly(3012);
  }

  @Test
  void aHeartBeatIsASignOfLife() {
    FakeStompClient client = stranger().connects("heart-beat:10000,0");
    for (int i = 0; i < 10; i++) {
      client.lives();
      pass(10);
    }
    assertThat(client.wire.pings()).isEmpty();
    assertThat(client.connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void heartBeatsOfEitherSideAreNoReasonToStay() {
    set("heartwire.pool.idle-timeout", "30s");
    FakeStompClient client = stranger().connects("heart-beat:10000,10000");
    for (int i = 0; i < 31; i++) {
      client.lives();
      pass(1);
    }

    assertThat(client.heartBeats()).isPositive();
    assertThat(client.closeCodes()).containsExactly(1000);
  }

  @Test
  void aClientWithoutHeartBeatsIsPingedAsAnyOther() {
    FakeStompClient client = stranger().connects();
    int seconds = 0;
    while (client.wire.pings().isEmpty() && seconds < 60) {
      pass(1);
      seconds++;
    }

    // The interval is 25 s, and the first ping comes anywhere in its second half.
    assertThat(seconds).isBetween(12, 26);
    assertThat(client.wire.pings()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1,2,3", "a,b", "-1,0", "99999999999,0"})
  void anOfferThatIsNoneIsRefused(String offer) {
    FakeStompClient client =
        stranger().says("CONNECT", "accept-version:1.2", "heart-beat:" + offer);

    assertThat(client.hearsOne().body()).contains("heart-beat");
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void partsOfFramesOfAllClientsAreBoundedTogether() {
    List<FakeStompClient> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          client().saysText("SEND\ndestination:/topic/open:x\nreceipt:r\n\n" + "x".repeat(60_000)));
    }

    assertThat(all.get(6).hearsOne().body()).contains("heartwire.message.max-heap-percent");
    assertThat(all).filteredOn(one -> one.closeCodes().equals(List.of(3013))).hasSize(2);
    assertThat(all.get(0).saysText("\0").hearsOne().header("receipt-id")).isEqualTo("r");
  }

  @Test
  void whoSendsMoreThanItMayIsClosedWithACodeToComeBack() {
    ofTenant("tight");
    FakeStompClient frames = client();
    int sent = 0;
    while (frames.closeCodes().isEmpty() && sent < 100) {
      frames.says("UNSUBSCRIBE", "id:none");
      sent++;
    }
    assertThat(frames.closeCodes()).containsExactly(3013);

    FakeStompClient beats = client();
    sent = 0;
    while (beats.closeCodes().isEmpty() && sent < 100) {
      beats.lives();
      sent++;
    }
    assertThat(beats.closeCodes()).as("heart-beats without end").containsExactly(3013);

    FakeStompClient parts = client().saysText("SEND\n");
    sent = 0;
    while (parts.closeCodes().isEmpty() && sent < 100) {
      parts.saysText("a");
      sent++;
    }
    assertThat(parts.closeCodes()).as("a frame in parts without end").containsExactly(3013);
  }

  @Test
  void whatIsMalformedIsAnsweredAfterTheFramesBeforeItAndNothingFollows() {
    FakeStompClient client = client();

    client.saysText("UNSUBSCRIBE\nid:1\nreceipt:1\n\n\0NONSENSE\n\n\0");
    client.says("UNSUBSCRIBE", "id:1", "receipt:2");

    assertThat(client.hears()).extracting(one -> one.command()).containsExactly("RECEIPT", "ERROR");
    assertThat(client.hears("ERROR").header("message")).isEqualTo("malformed frame");
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void aBodyThatIsTooBigEndsTheConnectionAsInOtherProtocols() {
    set("heartwire.message.max-bytes", "1000");
    FakeStompClient client = client();

    client.sends("destination:/topic/open:x", "x".repeat(1001));

    assertThat(client.hearsOne().body()).contains("heartwire.message.max-bytes");
    assertThat(client.closeCodes()).containsExactly(1009);
  }

  @Test
  void whoAsksForMoreThanItReadsHasToWait() {
    set("heartwire.client.max-waiting-commands", "5");
    ofTenant("small");
    FakeStompClient client = client();
    client.wire.hold();
    List<Integer> sent = new ArrayList<>();
    while (client.closeCodes().isEmpty() && sent.size() < 1000) {
      client.says("UNSUBSCRIBE", "id:1", "receipt:" + sent.size());
      sent.add(sent.size());
    }

    assertThat(client.closeCodes()).containsExactly(3013);
    assertThat(sent.size()).isLessThan(128);
  }
}
