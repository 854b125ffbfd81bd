package io.heartwire.it.wire;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/**
 * What every gateway makes of a client's bytes, whichever way it reads them. One subclass for each
 * way, which starts the server.
 */
abstract class FramesContract
    implements LengthRules, HeaderRules, TextRules, PingRules, CloseRules, ArrivalRules {

  /** More than there are event loops, each of which gets its share of the newcomers. */
  private static final int ONE_FOR_EACH =
      2 * Math.max(2, Runtime.getRuntime().availableProcessors());

  /** A test that breaks the server fails for it, and leaves a whole one to the next. */
  @AfterEach
  void everybodyElseIsServed() throws IOException {
    try {
      for (int i = 0; i < ONE_FOR_EACH; i++) {
        connect().close();
      }
    } catch (IOException broken) {
      server().kill();
      server().startAgain();
      throw new IOException("not everybody is served any more: " + broken.getMessage(), broken);
    }
  }
}
