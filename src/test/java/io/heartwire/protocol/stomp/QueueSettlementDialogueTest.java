package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heartwire.protocol.stomp.FakeStompClient.Heard;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How clients acknowledge what they got from a queue, and refuse it. */
class QueueSettlementDialogueTest extends StompFixture {

  @Test
  void inAutoModeWhatIsOnItsWayIsDone() {
    FakeStompClient client = consumer("auto");

    send("work:a", "x");

    assertThat(client.hearsOne().headers()).doesNotContainKey("ack");
    assertThat(depth("work:a")).isZero();
  }

  @Test
  void inIndividualModeEachIsAcknowledged() {
    FakeStompClient client = consumer("client-individual");
    send("work:a", "1", "2", "3");

    client.settles("ACK", client.hears().get(1), "receipt:r");

    assertThat(client.hears("RECEIPT").headers()).containsEntry("acknowledged", "true");
    assertThat(depth("work:a")).isEqualTo(2);
  }

  @Test
  void inClientModeAllBeforeItAreAcknowledgedToo() {
    FakeStompClient client = consumer("client");
    send("work:a", "1", "2", "3");

    client.settles("ACK", client.hears().get(1));

    assertThat(depth("work:a")).isEqualTo(1);
    FakeStompClient next = consumer("client");
    client.vanishes();
    assertThat(next.bodies()).containsExactly("3");
  }

  @Test
  void whoSpeaksAnOlderVersionAcknowledgesBySubscriptionAndMessage() {
    FakeStompClient client = stranger().says("CONNECT", "accept-version:1.1").forgets();
    client.says("SUBSCRIBE", "id:1", WORK, "ack:client");
    send("work:a", "x");

    client.says("ACK", "subscription:1", "message-id:" + client.hearsOne().header("message-id"));

    assertThat(depth("work:a")).isZero();
  }

  @Test
  void anAcknowledgementThatComesTooLateIsToldInItsReceiptOnly() {
    FakeStompClient client = consumer("client-individual");
    send("work:a", "x");
    Heard heard = client.hearsOne();
    client.settles("ACK", heard);

    client.settles("ACK", heard, "receipt:1");
    client.says("ACK", "id:99-1-1", "receipt:2");
    client.says("NACK", "subscription:none", "message-id:1-1", "receipt:3");

    assertThat(client.hears().subList(1, 4))
        .allSatisfy(one -> assertThat(one.headers()).containsEntry("acknowledged", "false"));
    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void whatIsRefusedComesAgainFirstAndIsCounted() {
    FakeStompClient client = consumer("client-individual", "prefetch-count:1");
    send("work:a", "1", "2");

    client.settles("NACK", client.hearsOne());

    Heard again = client.hears().get(1);
    assertThat(again.body()).isEqualTo("1");
    assertThat(again.headers())
        .containsEntry("redelivered", "true")
        .containsEntry("delivery-count", "2");
  }

  @Test
  void whatIsRefusedForAWhileComesLater() {
    FakeStompClient client = consumer("client-individual");
    send("work:a", "1");

    client.settles("NACK", client.hearsOne(), "delay:3s");
    assertThat(client.bodies()).hasSize(1);
    pass(4);

    assertThat(client.bodies()).containsExactly("1", "1");
  }

  @Test
  void whatIsRefusedForGoodOrTooOftenIsADeadLetterWithTheReason() {
    FakeStompClient client = consumer("client-individual");
    send("work:a", "poison", "sticky");
    client.settles("NACK", client.hears().get(0), "requeue:false", "reason:no such order");
    for (int i = 0; i < 3; i++) {
      List<Heard> heard = client.hears();
      client.settles("NACK", heard.get(heard.size() - 1), "reason:again");
    }

    FakeStompClient dead =
        client().says("SUBSCRIBE", "id:d", "destination:/queue/work:a.dlq", "ack:auto");

    assertThat(dead.hears())
        .extracting(Heard::body, one -> one.header("dead-reason"), one -> one.header("dead-detail"))
        .containsExactly(
            tuple("poison", "rejected", "no such order"), tuple("sticky", "deliveries", "again"));
  }

  @Test
  void aReasonIsKeptInSoManyCharacters() {
    FakeStompClient client = consumer("client-individual");
    send("work:a", "poison");
    client.settles(
        "NACK", client.hearsOne(), "requeue:false", "reason:no such order " + "x".repeat(10_000));

    FakeStompClient dead =
        client().says("SUBSCRIBE", "id:d", "destination:/queue/work:a.dlq", "ack:auto");

    assertThat(dead.hearsOne().header("dead-detail")).startsWith("no such order x").hasSize(500);
  }
}
