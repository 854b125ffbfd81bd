package io.heartwire.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heartwire.broker.Payload.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(Payload.uncheckedJson(new byte[0])).isSameAs(Payload.EMPTY);
    assertThat(Payload.EMPTY.isEmpty()).isTrue();
    assertThat(Payload.json("null").isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{}{}", "{'a':1}", "hello", "\u0000", "[1,]", "01"})
  void whatIsNotOneJsonValueIsNotTakenForIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Payload.json(text))
        .withMessageContaining("not one JSON value");
    assertThat(Payload.uncheckedJson(("x" + text).getBytes(UTF_8)).kind()).isEqualTo(Kind.JSON);
  }

  @Test
  void jsonBeyondTheLimitsIsRefusedWithThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Payload.json("[".repeat(257) + "]".repeat(257)))
        .withMessageContaining("nested deeper than 256");
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

  @Test
  void anObjectIsOneJsonValue() {
    Payload payload = Payload.of(Map.of("id", 7));

    assertThat(payload.kind()).isEqualTo(Payload.Kind.JSON);
    assertThat(payload.asText()).isEqualTo("{\"id\":7}");
    assertThat(payload.as(Map.class)).isEqualTo(Map.of("id", 7));
  }

  @Test
  void aPayloadIsItself() {
    Payload payload = Payload.text("x");

    assertThat(Payload.of((Object) payload)).isSameAs(payload);
  }

  @Test
  void whatMayBeJsonAlreadyMustSayWhatItIs() {
    for (Object unclear :
        List.of("{}", new StringBuilder("x"), new byte[1], ByteBuffer.allocate(1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Payload.of(unclear))
          .withMessageContainingAll("Payload.json", "Payload.text", "Payload.sharing");
    }
  }

  @Test
  void noDataAreNoObject() {
    assertThatIllegalArgumentException().isThrownBy(() -> Payload.EMPTY.as(Map.class));
  }
}
