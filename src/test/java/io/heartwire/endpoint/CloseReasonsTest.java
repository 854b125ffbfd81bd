package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseReasonsTest {
  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1005, 1006, 1007, 1009, 1012, 1013, 1014, 3000, 3500, 4999})
  void everyReasonComesBackAsItWas(int code) {
    CloseReason reason = new CloseReason(code, "why");

    assertThat(CloseReasons.toOurs(CloseReasons.toContainer(reason))).isEqualTo(reason);
  }

  @Test
  void theLongestReasonHasRoom() {
    CloseReason reason = new CloseReason(1000, "é".repeat(100));

    assertThat(CloseReasons.toOurs(CloseReasons.toContainer(reason))).isEqualTo(reason);
  }

  @Test
  void aConnectionThatWasLostIsNotSaidSoToThePeer() {
    assertThat(CloseReasons.toPeer(CloseReason.VANISHED).getCloseCode())
        .isEqualTo(CloseCodes.UNEXPECTED_CONDITION);
    assertThat(CloseReasons.toPeer(CloseReason.SLOW).getCloseCode().getCode()).isEqualTo(3008);
  }

  @Test
  void whatAContainerReportsAsUnexpectedIsAConnectionThatWasLost() {
    assertThat(
            CloseReasons.toOurs(
                new jakarta.websocket.CloseReason(CloseCodes.UNEXPECTED_CONDITION, "broken pipe")))
        .isEqualTo(CloseReason.VANISHED);
  }

  @Test
  void aReasonWithoutWordsHasNone() {
    assertThat(
            CloseReasons.toOurs(new jakarta.websocket.CloseReason(CloseCodes.NORMAL_CLOSURE, null)))
        .isEqualTo(CloseReason.NORMAL);
  }
}
