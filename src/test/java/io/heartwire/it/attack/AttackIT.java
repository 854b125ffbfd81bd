package io.heartwire.it.attack;

import io.heartwire.it.client.Entrance;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A gateway whose event loops read. */
class AttackIT extends AttackContract {

  @BeforeAll
  static void start() throws IOException {
    enterBy(Entrance.to(start(Map.of())));
  }
}
