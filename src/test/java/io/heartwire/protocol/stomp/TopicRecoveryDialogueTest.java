package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.limit.InputBudget;
import io.heartwire.protocol.stomp.FakeStompClient.Heard;
import org.junit.jupiter.api.Test;

/** Who comes back to a topic, and what it missed. */
class TopicRecoveryDialogueTest extends StompFixture {

  @Test
  void whoComesBackWithItsPositionGetsWhatItMissedAfterTheReceiptThatSaysSo() {
    FakeStompClient before =
        client()
            .says(
                "SUBSCRIBE", "id:1", "destination:/topic/feed:x", "receipt:r", "recoverable:true");
    assertThat(before.hearsOne().headers()).containsEntry("offset", "0").containsKey("epoch");
    publish("feed:x", "one");
    Heard one = before.hears("MESSAGE");
    assertThat(one.header("offset")).isEqualTo("1");
    before.vanishes();
    publish("feed:x", "two");
    publish("feed:x", "three");

    FakeStompClient after =
        client()
            .says(
                "SUBSCRIBE",
                "id:1",
                "destination:/topic/feed:x",
                "offset:1",
                "epoch:" + one.header("epoch"),
                "receipt:r");
    publish("feed:x", "four");

    assertThat(after.hears().get(0).headers())
        .containsEntry("receipt-id", "r")
        .containsEntry("recovered", "true")
        .containsEntry("offset", "3");
    assertThat(after.bodies()).containsExactly("two", "three", "four");
    assertThat(after.hears().subList(1, 4))
        .extracting(heard -> heard.header("offset") + heard.header("epoch"))
        .containsExactly(
            "2" + one.header("epoch"), "3" + one.header("epoch"), "4" + one.header("epoch"));
  }

  @Test
  void whatWasMissedComesAsFastAsTheClientReads() {
    String epoch = missMuch();
    FakeStompClient slow = client();
    slow.wire.hold();

    slow.says("SUBSCRIBE", "id:1", "destination:/topic/feed:x", "offset:0", "epoch:" + epoch);
    publish("feed:x", "later");

    assertThat(slow.closeCodes()).as("is not closed as slow").isEmpty();
    slow.wire.release();
    assertThat(slow.bodies()).hasSize(11).first().asString().startsWith("0x");
    assertThat(slow.bodies()).last().isEqualTo("later");
  }

  @Test
  void whatAllMissedWhoReadSlowlyIsBoundedTogether() {
    String epoch = missMuch();
    FakeStompClient slow = client();
    slow.wire.hold();
    InputBudget all = slow.connection.quota().waiting();
    int others = (int) (Runtime.getRuntime().maxMemory() / 10 / 10_000); // their even share
    for (int i = 0; i < others; i++) {
      all.change(0, 20_000);
    }

    slow.says("SUBSCRIBE", "id:1", "destination:/topic/feed:x", "offset:0", "epoch:" + epoch);

    slow.wire.release();
    assertThat(slow.closeCodes()).containsExactly(3008);
    for (int i = 0; i < others; i++) {
      all.change(20_000, 0);
    }
    assertThat(all.used()).isZero();
  }

  @Test
  void whoCannotRecoverIsToldSo() {
    publish("feed:x", "one");

    FakeStompClient client =
        client()
            .says(
                "SUBSCRIBE",
                "id:1",
                "destination:/topic/feed:x",
                "offset:1",
                "epoch:other",
                "receipt:r");

    assertThat(client.hearsOne().headers())
        .containsEntry("recovered", "false")
        .containsEntry("offset", "1");
  }

  /** Ten publications that were missed, more than an outbox holds; returns their epoch. */
  private String missMuch() {
    ofTenant("small");
    FakeStompClient before =
        client()
            .says(
                "SUBSCRIBE", "id:1", "destination:/topic/feed:x", "receipt:r", "recoverable:true");
    String epoch = before.hearsOne().header("epoch");
    before.vanishes();
    for (int i = 0; i < 10; i++) {
      publish("feed:x", i + "x".repeat(3000));
    }
    return epoch;
  }
}
