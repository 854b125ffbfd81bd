package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may not do with queues, and how they are told. */
class QueueRefusalDialogueTest extends StompFixture {

  @ParameterizedTest
  @CsvSource({
    "SUBSCRIBE, /queue/closed:a, permission denied, 3507",
    "SEND, /queue/closed:a, permission denied, 3507",
    "SUBSCRIBE, /queue/unknown:a, unknown queue, 3507",
    "SEND, /queue/unknown:a, unknown queue, 3507",
    "SEND, /queue/work:a.dlq, permission denied, 3507",
    "SEND, /queue/, bad request, 3501",
    "SUBSCRIBE, /user/queue/work:a, bad request, 3501",
    "SEND, /user/queue/, bad request, 3501",
    "SEND, /user/a#b/queue/work:a, bad request, 3501",
    "SEND, /user//queue/work:a, bad request, 3501"
  })
  void whatMayNotBeIsAnErrorAndTheEnd(
      String command, String destination, String summary, int code) {
    FakeStompClient client = client();

    client.says(command, "id:1", "destination:" + destination);

    assertThat(client.hearsOne().header("message")).isEqualTo(summary);
    assertThat(client.closeCodes()).containsExactly(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUBSCRIBE\nid:1\ndestination:/queue/work:a\nack:maybe",
        "SUBSCRIBE\nid:1\ndestination:/queue/work:a\nprefetch-count:x",
        "SUBSCRIBE\nid:1\ndestination:/queue/work:a\nprefetch-count:1001",
        "ACK\nid:nonsense",
        "ACK\nmessage-id:nonsense",
        "ACK\nx:y",
        "NACK\nid:1-1-1\ndelay:soon",
        "NACK\nid:1-1-1\ndelay:366d",
        "SEND\ndestination:/queue/work:a\nttl:x",
        "SEND\ndestination:/queue/work:a\nidempotency-key:" // and 257 characters
      })
  void whatIsWrongIsNamed(String frame) {
    FakeStompClient client = client();

    client.says(frame.endsWith("key:") ? frame + "k".repeat(257) : frame);

    assertThat(client.hears()).as(frame).hasSize(1);
    assertThat(client.hearsOne().body()).isNotEmpty();
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void whatAFullQueueRefusesCanBeTriedAgain() {
    FakeStompClient client = client();
    for (int i = 0; i < 3; i++) {
      client.sends("destination:/queue/small:a", "receipt:" + i, "x");
    }

    assertThat(client.hears("ERROR").headers())
        .containsEntry("message", "full")
        .containsEntry("receipt-id", "2");
    assertThat(client.closeCodes()).containsExactly(3013);
  }

  @Test
  void aLimitOfTheEngineIsNamed() {
    for (int i = 0; i < 1000; i++) {
      send("work:" + i, "x");
    }

    FakeStompClient client = client().sends("destination:/queue/work:more", "x");

    assertThat(client.hearsOne().header("message")).isEqualTo("limit exceeded");
    assertThat(client.hearsOne().body()).contains("heartwire.broker.memory.max-queues");
    assertThat(client.closeCodes()).containsExactly(3013);
  }
}
