package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.protocol.stomp.FakeStompClient.Heard;
import org.junit.jupiter.api.Test;

/** What clients send to a queue, and how it reaches one of those that consume. */
class QueueDialogueTest extends StompFixture {

  @Test
  void aMessageGoesToOneConsumerWithAllThatIsKnownOfIt() {
    FakeStompClient ann = consumer("client-individual");
    FakeStompClient bob = consumer("client-individual");

    client("eve").sends(WORK, "correlation-id:5", "content-type:text/csv", "a,b");

    Heard heard = ann.hearsOne();
    assertThat(bob.hears()).isEmpty();
    assertThat(heard.body()).isEqualTo("a,b");
    assertThat(heard.headers())
        .containsEntry("subscription", "1")
        .containsEntry("destination", "/queue/work:a")
        .containsEntry("redelivered", "false")
        .containsEntry("delivery-count", "1")
        .containsEntry("correlation-id", "5")
        .containsEntry("content-type", "text/csv")
        .containsEntry("user-id", "eve")
        .containsKeys("message-id", "ack", "first-sent");
  }

  @Test
  void aReceiptOfSendSaysThatTheQueueHasIt() {
    FakeStompClient client = client().sends(WORK, "receipt:r", "x");

    assertThat(client.hearsOne().header("receipt-id")).isEqualTo("r");
    assertThat(depth("work:a")).isEqualTo(1);
  }

  @Test
  void delayTtlAndKeyAreThoseOfQueues() {
    FakeStompClient client = consumer("auto");

    client.sends(WORK, "delay:2s", "idempotency-key:k", "later");
    client.sends(WORK, "idempotency-key:k", "later");
    assertThat(client.bodies()).isEmpty();
    pass(3);

    assertThat(client.bodies()).containsExactly("later");
  }

  @Test
  void aReplyToATemporaryQueueReachesWhoSentTheWork() {
    FakeStompClient worker = consumer("auto");
    FakeStompClient asker = client().sends(WORK, "reply-to:/temp-queue/q", "1+1");

    worker.sends("destination:" + worker.hearsOne().header("reply-to"), "2");

    assertThat(asker.hearsOne().body()).isEqualTo("2");
  }

  @Test
  void aUsersOwnQueueIsThatUsers() {
    FakeStompClient ann =
        client("ann").says("SUBSCRIBE", "id:1", "destination:/user/queue/work:mail", "ack:auto");

    client("bob").sends("destination:/user/ann/queue/work:mail", "for ann");
    ann.sends("destination:/user/queue/work:mail", "to myself");

    assertThat(ann.bodies()).containsExactly("for ann", "to myself");
    assertThat(ann.hears().get(0).header("destination")).isEqualTo("/user/queue/work:mail");
    FakeStompClient bob =
        client("bob").says("SUBSCRIBE", "id:1", "destination:/queue/work:mail#ann");
    assertThat(bob.closeCodes()).containsExactly(3507);
  }
}
