package io.heartwire.protocol.stomp;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.protocol.CommandQueue;
import io.heartwire.protocol.ConnectionErrors;
import java.util.concurrent.CompletableFuture;

/**
 * What is to be written to one client, in order, while there is room in its outbox. As much waits
 * as there is credit, or as was missed; what waits for all clients takes no more memory than their
 * commands may, and who has more than an even share beyond that is closed as slow. Safe for use by
 * any thread.
 */
final class Writes {
  private final Connection connection;
  private final CommandQueue waiting;

  Writes(Connection connection, WritableGate gate, ConnectionErrors errors) {
    this.connection = connection;
    this.waiting =
        new CommandQueue(
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            connection.quota().waiting(),
            gate,
            failure ->
                errors.report(connection.id(), "Writing to " + connection + " failed", failure));
  }

  /** Runs it once there is room, after those before it. */
  void add(Runnable write) {
    add(write, 0);
  }

  /**
   * The same.
   *
   * @param bytes that it keeps in memory until then
   */
  void add(Runnable write, long bytes) {
    boolean isTaken =
        waiting.add(
            () -> {
              write.run();
              return CompletableFuture.completedStage(null);
            },
            0,
            bytes);
    if (!isTaken) {
      connection.close(CloseReason.SLOW);
    }
  }

  /** Drops what waits. */
  void close() {
    waiting.close();
  }
}
