package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.CloseReason;
import io.heartwire.hub.Client;
import org.junit.jupiter.api.Test;

/** What a consumer has of a queue: how much, and who gets it when the consumer ends. */
class QueueConsumerDialogueTest extends StompFixture {

  @Test
  void aConsumerHasAsMuchAsItAskedFor() {
    FakeStompClient client = consumer("client-individual", "prefetch-count:2");
    send("work:a", "1", "2", "3", "4");
    assertThat(client.bodies()).containsExactly("1", "2");

    client.settles("ACK", client.hears().get(0));

    assertThat(client.bodies()).containsExactly("1", "2", "3");
  }

  @Test
  void aConsumerThatDoesNotReadGetsNoMoreThanItsOutboxTakesAndTheOthersGoOn() {
    ofTenant("small");
    FakeStompClient slow = client().says("SUBSCRIBE", "id:1", WORK, "ack:auto");
    slow.wire.hold();
    String large = "x".repeat(1000);
    for (int i = 0; i < 60; i++) {
      send("work:a", large);
    }
    FakeStompClient quick = consumer("auto");

    assertThat(slow.closeCodes()).as("is not closed as slow").isEmpty();
    assertThat(quick.bodies()).as("what the slow one has no credit for").hasSizeGreaterThan(10);

    slow.wire.release();
    assertThat(slow.bodies().size() + quick.bodies().size()).isEqualTo(60);
    assertThat(depth("work:a")).isZero();
  }

  @Test
  void whatWaitsForRoomWhenItsConsumerEndsGoesToAnother() {
    ofTenant("small");
    FakeStompClient slow = client().says("SUBSCRIBE", "id:1", WORK, "ack:client-individual");
    slow.wire.hold();
    for (int i = 0; i < 30; i++) {
      send("work:a", "x".repeat(1000));
    }

    slow.vanishes();

    assertThat(consumer("client-individual").bodies()).hasSize(30);
  }

  @Test
  void whatAConsumerThatVanishesHadGoesToAnotherAndCounts() {
    FakeStompClient first = consumer("client-individual");
    send("work:a", "x");
    FakeStompClient second = consumer("client-individual");

    first.vanishes();

    assertThat(second.hearsOne().header("delivery-count")).isEqualTo("2");
  }

  @Test
  void whatAConsumerThatLeavesHadGoesToAnotherAndDoesNotCount() {
    FakeStompClient first = consumer("client-individual");
    send("work:a", "x");
    FakeStompClient second = consumer("client-individual");
    first.says("UNSUBSCRIBE", "id:1", "receipt:r");
    assertThat(first.hears("RECEIPT").header("receipt-id")).isEqualTo("r");
    FakeStompClient third = consumer("client-individual");
    second.says("DISCONNECT");
    FakeStompClient fourth = consumer("client-individual");
    third.connection.closeWhenSent(new CloseReason(1012, "shutdown"));

    assertThat(second.hearsOne().header("delivery-count")).isEqualTo("1");
    assertThat(third.hearsOne().header("delivery-count")).isEqualTo("1");
    assertThat(fourth.hearsOne().header("delivery-count")).isEqualTo("1");
  }

  @Test
  void whomAFullQueueEndsGivesBackWhatItHasUncounted() {
    send("small:a", "1", "2");
    send("work:a", "good");

    for (int i = 0; i < 5; i++) {
      FakeStompClient client = consumer("client-individual");
      assertThat(client.hearsOne().header("delivery-count")).isEqualTo("1");
      client.sends("destination:/queue/small:a", "no room");
      assertThat(client.closeCodes()).containsExactly(3013);
    }
  }

  @Test
  void theServerKnowsWhichQueuesAClientConsumesFrom() {
    FakeStompClient client = client("ann");
    client.says("SUBSCRIBE", "id:1", WORK);
    client.says("SUBSCRIBE", "id:2", "destination:/user/queue/work:mail");
    client.says("SUBSCRIBE", "id:3", "destination:/topic/open:a");

    Client known = world().services().clients().of("ann").get(0);

    assertThat(known.queues()).containsExactlyInAnyOrder("work:a", "work:mail#ann");
    assertThat(known.channels()).extracting(ChannelName::value).containsExactly("open:a");
    client.says("UNSUBSCRIBE", "id:1");
    assertThat(known.queues()).containsExactly("work:mail#ann");
  }
}
