package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class EngineFailureTest {

  @Test
  void anEngineThatIsAwayIsATemporaryErrorAndALimitIsNone() {
    BrokerException away = new BrokerException(BrokerException.Kind.UNAVAILABLE, "away");

    assertThat(FailureReplies.of(new CompletionException(away)))
        .isEqualTo(new FailureReplies.Error(100, "internal server error", true));
    assertThat(FailureReplies.of(new BrokerException("full")))
        .isEqualTo(new FailureReplies.Error(ErrorCode.LIMIT_EXCEEDED));
  }
}
