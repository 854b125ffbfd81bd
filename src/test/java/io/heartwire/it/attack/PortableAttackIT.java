package io.heartwire.it.attack;

import io.heartwire.it.client.Entrance;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A gateway whose container reads the frames. What it cannot keep is overridden, as no test. */
class PortableAttackIT extends AttackContract {

  @BeforeAll
  static void start() throws IOException {
    enterBy(Entrance.to(start(Map.of("HEARTWIRE_WIRE", "portable"))));
  }

  /** The container answers pings before anybody may count them. */
  @Override
  void pingsWithoutEndFromClientsThatDoNotRead() {}

  /** Where bytes are unread at its close, the container may leave the socket as it is, for ever. */
  @Override
  void bytesWithoutEnd() {}

  /** The container takes frames without a mask. */
  @Override
  void clientsThatBreakTheRules() {}

  /** The container puts the pieces of a frame together before anybody may count them. */
  @Override
  void framesThatComeByteByByte() {}
}
