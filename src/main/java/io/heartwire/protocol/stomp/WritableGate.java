package io.heartwire.protocol.stomp;

import io.heartwire.connection.Connection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets several queues of one connection wait for room in its outbox, which keeps only one action.
 * Safe for use by any thread.
 */
final class WritableGate implements Predicate<Runnable> {
  private final Connection connection;
  private final Set<Runnable> waiting = new LinkedHashSet<>(2); // guarded by this

  WritableGate(Connection connection) {
    this.connection = connection;
  }

  /**
   * Whether to go on now; if not, the action runs as soon as there is room, once for each call. It
   * waits before the connection is asked, since room may come while it is.
   */
  @Override
  public boolean test(Runnable resume) {
    synchronized (this) {
      waiting.add(resume);
    }
    return connection.whenWritable(this::resume) && stillWaits(resume);
  }

  private synchronized boolean stillWaits(Runnable resume) {
    return waiting.remove(resume);
  }

  private void resume() {
    Runnable[] all;
    synchronized (this) {
      all = waiting.toArray(Runnable[]::new);
      waiting.clear();
    }
    for (Runnable each : all) {
      each.run();
    }
  }
}
