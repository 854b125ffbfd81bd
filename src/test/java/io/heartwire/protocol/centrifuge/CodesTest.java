package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.connection.CloseReason;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodesTest {

  @Test
  void errorsMustGoFrom100To113() {
    assertThat(Arrays.stream(ErrorCode.values()).mapToInt(ErrorCode::code))
        .containsExactlyElementsOf(IntStream.rangeClosed(100, 113).boxed().toList());
    assertThat(Arrays.stream(ErrorCode.values()).filter(ErrorCode::isTemporary))
        .containsExactly(
            ErrorCode.INTERNAL, ErrorCode.TOO_MANY_REQUESTS, ErrorCode.CONCURRENT_PAGINATION);
  }

  @ParameterizedTest
  @EnumSource
  void aDisconnectMustMeanTheSameAsItsCloseReason(DisconnectCode code) {
    CloseReason reason = code.closeReason();

    assertThat(reason).isEqualTo(new CloseReason(code.code(), code.reason()));
    assertThat(reason.invitesReconnect()).isEqualTo(code.isReconnect());
    assertThat(reason.isStandard()).isTrue();
  }

  @Test
  void sharedReasonsMustHaveTheSameWords() {
    assertThat(DisconnectCode.SLOW.closeReason()).isEqualTo(CloseReason.SLOW);
    assertThat(DisconnectCode.NO_PONG.closeReason()).isEqualTo(CloseReason.NO_PONG);
    assertThat(DisconnectCode.CONNECTION_LIMIT.closeReason())
        .isEqualTo(CloseReason.CONNECTION_LIMIT);
  }

  @Test
  void clientsMustSubscribeAgainFrom2500On() {
    assertThat(Arrays.stream(UnsubscribeCode.values()).filter(UnsubscribeCode::isResubscribe))
        .containsExactly(UnsubscribeCode.INSUFFICIENT_STATE, UnsubscribeCode.EXPIRED);
    assertThat(Arrays.stream(UnsubscribeCode.values()).filter(code -> !code.isSent()))
        .containsExactly(UnsubscribeCode.CLIENT, UnsubscribeCode.DISCONNECT);
  }
}
