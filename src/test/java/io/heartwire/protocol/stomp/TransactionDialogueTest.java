package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.ConnectionLimit;
import io.heartwire.protocol.stomp.FakeStompClient.Heard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionDialogueTest extends StompFixture {

  @Test
  void whatIsSentInATransactionIsSentWhenItCommits() {
    FakeStompClient client = client().says("SUBSCRIBE", "id:1", "destination:/topic/open:x");
    client.says("BEGIN", "transaction:t");
    client.sends("destination:/topic/open:x", "transaction:t", "1");
    client.sends(WORK, "transaction:t", "2");
    assertThat(client.hears()).isEmpty();
    assertThat(depth("work:a")).isZero();

    client.says("COMMIT", "transaction:t", "receipt:r");

    assertThat(client.bodies()).containsExactly("1");
    assertThat(depth("work:a")).isEqualTo(1);
    assertThat(client.hears().get(1).header("receipt-id")).isEqualTo("r");
  }

  @Test
  void whatIsAcknowledgedInATransactionIsAcknowledgedWhenItCommits() {
    FakeStompClient client = consumer("client-individual");
    send("work:a", "1", "2");
    client.says("BEGIN", "transaction:t");
    client.settles("ACK", client.hears().get(0), "transaction:t");
    client.settles("NACK", client.hears().get(1), "transaction:t", "requeue:false");
    assertThat(depth("work:a")).isEqualTo(2);

    client.says("COMMIT", "transaction:t", "receipt:r");

    assertThat(depth("work:a")).isZero();
    assertThat(depth("work:a.dlq")).isEqualTo(1);
    assertThat(client.hears("RECEIPT").header("acknowledged")).isEqualTo("true");
  }

  @Test
  void nothingIsAcknowledgedIfSomethingCouldNotBeSent() {
    FakeStompClient client = consumer("client-individual");
    send("work:a", "1");
    Heard heard = client.hearsOne();
    client.says("BEGIN", "transaction:t");
    client.settles("ACK", heard, "transaction:t");
    client.sends("destination:/topic/closed:x", "transaction:t", "may not");

    client.says("COMMIT", "transaction:t", "receipt:r");

    assertThat(client.hears("ERROR").header("receipt-id")).isEqualTo("r");
    assertThat(depth("work:a")).isEqualTo(1);
  }

  @Test
  void whatIsAbortedDoesNotHappenAndAMessageCanBeAcknowledgedAfterwards() {
    FakeStompClient client = consumer("client-individual");
    send("work:a", "1");
    Heard heard = client.hearsOne();
    client.says("BEGIN", "transaction:t");
    client.settles("ACK", heard, "transaction:t");
    client.sends("destination:/queue/work:b", "transaction:t", "x");
    client.says("ABORT", "transaction:t");
    assertThat(depth("work:a")).isEqualTo(1);
    assertThat(depth("work:b")).isZero();

    client.settles("ACK", heard, "receipt:r");

    assertThat(client.hears("RECEIPT").header("acknowledged")).isEqualTo("true");
  }

  @Test
  void whatIsOpenWhenTheConnectionEndsDoesNotHappen() {
    FakeStompClient client = client().says("BEGIN", "transaction:t");
    client.sends("destination:/queue/work:b", "transaction:t", "x");

    client.vanishes();

    assertThat(depth("work:b")).isZero();
  }

  @Test
  void whatMayNotBeIsRefusedBeforeTheCommit() {
    FakeStompClient client = client().says("BEGIN", "transaction:t");

    client.sends("destination:/queue/closed:a", "transaction:t", "x");

    assertThat(client.closeCodes()).containsExactly(3507);
  }

  @Test
  void aTransactionHasItsTime() {
    FakeStompClient client = client().says("BEGIN", "transaction:t");
    passAlive(client, 59);
    client.says("BEGIN", "transaction:u");
    assertThat(client.closeCodes()).isEmpty();

    passAlive(client, 2);

    assertThat(client.hearsOne().body()).contains("heartwire.stomp.transaction-timeout");
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void whatEndsInTimeHasNoTimeAnyMore() {
    FakeStompClient client = client().says("BEGIN", "transaction:t");
    client.says("COMMIT", "transaction:t");

    pass(5);
    client.says("BEGIN", "transaction:u");
    passAlive(client, 57);

    assertThat(client.closeCodes()).isEmpty();
  }

  private void passAlive(FakeStompClient client, int seconds) {
    for (int i = 0; i < seconds; i++) {
      client.lives();
      pass(1);
    }
  }

  @Test
  void transactionsAreBounded() {
    set("heartwire.stomp.max-transactions", "1");
    set("heartwire.stomp.max-transaction-frames", "2");
    set("heartwire.stomp.max-transaction-bytes", "2000");
    FakeStompClient many = client().says("BEGIN", "transaction:t").says("BEGIN", "transaction:u");
    assertThat(many.hearsOne().body()).contains("max-transactions=1");

    FakeStompClient frames = client().says("BEGIN", "transaction:t");
    for (int i = 0; i < 3; i++) {
      frames.sends("destination:/topic/open:x", "transaction:t", "x");
    }
    assertThat(frames.hearsOne().body()).contains("max-transaction-frames=2");

    FakeStompClient bytes = client().says("BEGIN", "transaction:t");
    bytes.sends("destination:/topic/open:x", "transaction:t", "x".repeat(2000));
    assertThat(bytes.hearsOne().body()).contains("max-transaction-bytes=2000");
  }

  @Test
  void theTransactionsOfAllClientsAreBoundedTogetherAndWhoHasLittleMayGoOn() {
    FakeStompClient modest = client().says("BEGIN", "transaction:t");
    modest.sends("destination:/topic/open:x", "transaction:t", "x".repeat(60_000));
    FakeStompClient other = client().says("BEGIN", "transaction:t").says("BEGIN", "transaction:u");
    other.sends("destination:/topic/open:x", "transaction:t", "x".repeat(60_000));
    for (int i = 0; i < 6 && other.hears().isEmpty(); i++) {
      other.sends("destination:/topic/open:x", "transaction:u", "x".repeat(60_000));
    }

    assertThat(other.hearsOne().body()).contains("heartwire.message.max-heap-percent");
    assertThat(other.closeCodes()).containsExactly(3013);
    assertThat(pool.registry.exceeded(ConnectionLimit.INCOMING_BYTES)).isEqualTo(1);
    modest.says("COMMIT", "transaction:t", "receipt:r");
    assertThat(modest.hearsOne().header("receipt-id")).isEqualTo("r");
    assertThat(world().services().unfinished().used()).isZero();
  }

  @Test
  void aFrameOfATransactionTakesRoomHoweverShortItIs() {
    FakeStompClient client = client().says("BEGIN", "transaction:t");

    for (int i = 0; i < MOST_UNFINISHED / 500 && client.hears().isEmpty(); i++) {
      client.sends("destination:/topic/open:x", "transaction:t", "x");
    }

    assertThat(client.hearsOne().body()).contains("heartwire.message.max-heap-percent");
    assertThat(client.closeCodes()).containsExactly(3013);
  }

  @Test
  void manyShortHeadersCountForTheMemoryThatTheyTake() {
    FakeStompClient client = client();
    String[] headers = new String[63];
    for (int i = 0; i < 60; i++) {
      headers[i] = (char) ('A' + i % 26) + "" + i / 26 + ":";
    }
    headers[60] = "destination:/topic/open:x";
    headers[61] = "transaction:t";
    headers[62] = "x"; // the body
    client.says("BEGIN", "transaction:t");
    int most = MOST_UNFINISHED / (128 * headers.length);
    for (int i = 0; i < most + 1 && client.hears().isEmpty(); i++) {
      client.sends(headers);
    }

    assertThat(client.hearsOne().body()).contains("heartwire.message.max-heap-percent");
  }

  @Test
  void whatIsAbortedLeavesRoomForOthers() {
    FakeStompClient client = client();

    for (int i = 0; i < 20; i++) {
      client.says("BEGIN", "transaction:t");
      client.sends("destination:/topic/open:x", "transaction:t", "x".repeat(60_000));
      client.says("ABORT", "transaction:t");
    }

    assertThat(client.closeCodes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN\nx:y",
        "BEGIN\ntransaction:open",
        "COMMIT\ntransaction:none",
        "ABORT\ntransaction:none",
        "SEND\ndestination:/topic/open:x\ntransaction:none",
        "ACK\nid:1-1-1\ntransaction:none"
      })
  void whatIsWrongIsNamed(String frame) {
    FakeStompClient client = client().says("BEGIN", "transaction:open");

    client.says(frame);

    assertThat(client.hearsOne().body()).contains("transaction");
    assertThat(client.closeCodes()).containsExactly(3501);
  }
}
