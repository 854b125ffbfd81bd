package io.heartwire.it.limit;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A gateway whose event loops read. */
class LimitIT extends LimitContract {

  @BeforeAll
  void start() {
    start(Map.of());
  }
}
