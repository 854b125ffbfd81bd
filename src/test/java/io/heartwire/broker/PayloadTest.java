package io.heartwire.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload.Kind;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final byte[] ONE = {'1'};

  @Test
  void aPayloadKnowsWhatItsMakerKnew() {
    assertThat(Payload.sharing(ONE).kind()).isEqualTo(Kind.BYTES);
    assertThat(Payload.text("1").kind()).isEqualTo(Kind.TEXT);
    assertThat(Payload.json(ONE).kind()).isEqualTo(Kind.JSON);
    assertThat(Payload.json("1").kind()).isEqualTo(Kind.JSON);
  }

  @Test
  void payloadsAreEqualWhenTheirBytesAreWhateverTheirKind() {
    assertThat(Payload.text("1")).isEqualTo(Payload.sharing(ONE)).isEqualTo(Payload.json("1"));
    assertThat(Payload.text("1")).hasSameHashCodeAs(Payload.sharing(ONE));
    assertThat(Payload.text("1")).isNotEqualTo(Payload.text("2"));
  }

  @Test
  void theArrayIsSharedAndNotCopied() {
    assertThat(Payload.sharing(ONE).shared()).isSameAs(ONE);
    assertThat(Payload.json(ONE).shared()).isSameAs(ONE);
  }

  @Test
  void thereIsOneEmptyPayload() {
    assertThat(Payload.sharing(new byte[0])).isSameAs(Payload.EMPTY);
    assertThat(Payload.json("")).isSameAs(Payload.EMPTY);
    assertThat(Payload.EMPTY.isEmpty()).isTrue();
    assertThat(Payload.json("null").isEmpty()).isFalse();
  }

  @Test
  void emptyTextIsTextAndNotNothing() {
    assertThat(Payload.text("").kind()).isEqualTo(Payload.Kind.TEXT);
    assertThat(Payload.text("").isEmpty()).isTrue();
  }

  @Test
  void textIsValidUtf8EvenWhenItIsNotValidText() {
    assertThat(Payload.text("ä\uD800").shared()).isEqualTo("ä?".getBytes(UTF_8));
  }

  @Test
  void aPayloadTellsItsSizeAndKeepsItsBytesToItself() {
    assertThat(Payload.text("ä")).hasToString("2 bytes");
    assertThat(new ClientInfo("ann", "c1", Payload.text("secret"), Payload.EMPTY).toString())
        .doesNotContain("secret");
  }
}
