package io.heartwire.it.limit;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A gateway whose container reads the frames. What it cannot keep is overridden, as no test. */
class PortableLimitIT extends LimitContract {

  @BeforeAll
  void start() {
    start(Map.of("HEARTWIRE_WIRE", "portable"));
  }

  /** Where bytes are unread at its close, the container may leave the socket as it is, for ever. */
  @Override
  void bytesCountThoughMessagesAreFew() {}

  /** It does not read on after its close frame. */
  @Override
  void whoIsStillSendingWhenItIsClosedMayFinishAndIsLetGo() {}
}
