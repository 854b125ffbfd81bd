package io.heartwire.testkit;

import io.heartwire.connection.Connection;
import io.heartwire.connection.Transport;
import io.heartwire.protocol.Dialogue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Opens a connection as an endpoint does. */
public final class Handshake {
  private Handshake() {}

  /**
   * Prepares the connection, and attaches the transport as soon as the dialogue permits the
   * response.
   */
  public static void complete(Connection connection, Dialogue dialogue, Transport wire) {
    CompletionStage<?> ready =
        connection.prepare(dialogue::closed)
            ? dialogue.admitted()
            : CompletableFuture.completedStage(null);
    var unused = ready.thenRun(() -> answer(connection, dialogue, wire));
  }

  private static void answer(Connection connection, Dialogue dialogue, Transport wire) {
    if (connection.open(wire)) {
      dialogue.opened();
    } else {
      wire.close(connection.endedBy().orElseThrow());
    }
  }
}
