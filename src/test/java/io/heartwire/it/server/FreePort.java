package io.heartwire.it.server;

import io.heartwire.testkit.OwnPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Finds free ports of the loopback interface. */
public final class FreePort {
  /** Bound as long as the tests run: nobody connects from one of them, or is given it as free. */
  private static final Queue<OwnPort> GIVEN = new ConcurrentLinkedQueue<>();

  private FreePort() {}

  /** Returns a free port, at which only the caller's server will listen. */
  public static int next() {
    try {
      OwnPort port = new OwnPort();
      GIVEN.add(port);
      return port.number();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
