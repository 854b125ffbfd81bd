package io.heartwire.protocol.stomp;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.limit.InputBudget;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What clients have begun and not ended: parts of frames, and transactions. One client may have
 * megabytes of them, so those of all are bounded together. Safe for use by any thread.
 */
@Singleton
public class Unfinished {
  private final InputBudget budget;

  @Inject
  public Unfinished(StompConfig config) {
    this(config.mostUnfinishedBytes(Runtime.getRuntime().maxMemory()));
  }

  Unfinished(long mostBytes) {
    this.budget = new InputBudget(mostBytes);
  }

  /** What one connection has of one kind. */
  Share of(Connection connection) {
    return new Share(connection);
  }

  /** Bytes that are counted now: those of who has much. */
  long used() {
    return budget.used();
  }

  /** See {@link #of}. Whoever takes it ends it with the connection. */
  final class Share {
    private final Connection connection;
    private long bytes; // guarded by this
    private boolean hasEnded; // guarded by this

    private Share(Connection connection) {
      this.connection = connection;
    }

    /**
     * Changes the number of bytes.
     *
     * @throws StompException if all have too many, and this one more than its share
     */
    void hold(long now) {
      if (!isPermitted(now)) {
        connection.quota().exceeded(ConnectionLimit.INCOMING_BYTES);
        throw new StompException(
            "limit exceeded",
            "parts of frames and open transactions of all clients take more of the heap than"
                + " heartwire.message.max-heap-percent: try again, with smaller ones",
            CloseReason.TOO_MANY_REQUESTS);
      }
    }

    /** The connection has ended. */
    synchronized void end() {
      isPermitted(0);
      hasEnded = true;
    }

    private synchronized boolean isPermitted(long now) {
      if (hasEnded) {
        return true;
      }
      boolean isPermitted = budget.change(bytes, now);
      bytes = now;
      return isPermitted;
    }
  }
}
