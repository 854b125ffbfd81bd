package io.heartwire.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseReasonTest {
  private static final int ROOM = 123;

  @Test
  void aTextThatFitsIsKept() {
    String text = "x".repeat(ROOM);
    assertThat(new CloseReason(1000, text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "日", "😀"})
  void aTextTooLongIsShortenedToTheRoomWithoutCuttingACodePoint(String unit) {
    for (int offset = 0; offset < 4; offset++) {
      String text = "-".repeat(offset) + unit.repeat(200);

      String kept = new CloseReason(1000, text).text();

      int bytes = kept.getBytes(UTF_8).length;
      assertThat(text).startsWith(kept);
      assertThat(bytes).isBetween(ROOM - unit.getBytes(UTF_8).length + 1, ROOM);
      assertThat(new String(kept.getBytes(UTF_8), UTF_8)).isEqualTo(kept);
    }
  }

  @Test
  void whoIsToStayAwayIsAlwaysGivenAReason() {
    assertThat(new CloseReason(3500, "").text()).isNotEmpty();
    assertThat(new CloseReason(4999, "").text()).isNotEmpty();
    assertThat(new CloseReason(3499, "").text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 999, 5000})
  void aCodeOutsideOfTheProtocolIsRefused(int code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CloseReason(code, ""))
        .withMessageContaining(String.valueOf(code));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, false", "1001, true", "1006, true", "1009, false", "1011, true", "1012, true",
    "3000, true", "3008, true", "3012, true", "3499, true", "3500, false", "3502, false",
    "3503, false", "3504, false", "4000, false",
  })
  void theCodeSaysWhetherToComeBack(int code, boolean comeBack) {
    assertThat(new CloseReason(code, "").invitesReconnect()).isEqualTo(comeBack);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, true", "1015, true", "1016, false", "2999, false", "3000, true", "3012, true",
    "3014, true", "3015, false", "3499, false", "3500, true", "3507, true", "3510, true",
    "3511, false", "4000, false", "4999, false",
  })
  void codesThatPeersMakeUpAreKnownAsSuch(int code, boolean standard) {
    assertThat(new CloseReason(code, "").isStandard()).isEqualTo(standard);
  }

  @Test
  void theReasonsHaveTheCodesOfTheContract() {
    assertThat(CloseReason.NORMAL.code()).isEqualTo(1000);
    assertThat(CloseReason.SLOW.code()).isEqualTo(3008);
    assertThat(CloseReason.NO_PONG.code()).isEqualTo(3012);
    assertThat(CloseReason.NOT_READY.code()).isEqualTo(3502);
    assertThat(CloseReason.CONNECTION_LIMIT.code()).isEqualTo(3504);
    assertThat(CloseReason.tooBig(65_536).code()).isEqualTo(1009);
    assertThat(CloseReason.tooBig(65_536).text()).contains("65536");
  }
}
