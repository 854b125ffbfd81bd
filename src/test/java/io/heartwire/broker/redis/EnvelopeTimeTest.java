package io.heartwire.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import org.junit.jupiter.api.Test;

/** When a message was accepted, which nodes of an older version do not say. */
class EnvelopeTimeTest {
  private static final PublicationDraft HI = new PublicationDraft(Payload.text("hi"));

  @Test
  void theTimeOfRedisIsReadAsItWasWritten() {
    Envelope read = Envelope.read(Envelope.unkept(HI, 5, 1_700_000_000_123_456L));

    assertThat(read.acceptedMicros()).isEqualTo(1_700_000_000_123_456L);
    assertThat(read.publication()).isNotNull();
  }

  @Test
  void whereItIsNotKnownItIsNotSaid() {
    assertThat(Envelope.read(Envelope.unkept(HI, 5, 0)).acceptedMicros()).isZero();
  }

  @Test
  void aMessageOfANodeThatDoesNotSayIsReadAllTheSame() {
    String now = new String(Envelope.unkept(HI, 5, 0), UTF_8);
    byte[] before = now.replace("1 0 - - 5 -\n", "1 0 - - 5\n").getBytes(UTF_8);

    assertThat(before).hasSizeLessThan(now.length());
    Envelope read = Envelope.read(before);
    assertThat(read.acceptedMicros()).isZero();
    assertThat(read.publication()).isNotNull();
  }

  @Test
  void wordsOfALaterVersionArePassedOver() {
    String now = new String(Envelope.unkept(HI, 5, 7), UTF_8);
    byte[] later = now.replace("1 0 - - 5 7\n", "1 0 - - 5 7 blue 8\n").getBytes(UTF_8);

    assertThat(Envelope.read(later).acceptedMicros()).isEqualTo(7);
  }
}
