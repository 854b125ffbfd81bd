package io.heartwire.it.limit;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A gateway whose container reads the frames. */
class PortableLimitIT extends LimitContract {

  @BeforeAll
  static void start() {
    start(Map.of("HEARTWIRE_WIRE", "portable"));
  }
}
