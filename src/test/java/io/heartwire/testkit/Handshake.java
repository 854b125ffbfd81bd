package io.heartwire.testkit;

import io.heartwire.connection.Connection;
import io.heartwire.connection.Transport;
import io.heartwire.protocol.Dialogue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The beginning of a conversation, as an endpoint makes it. */
public final class Handshake {
  private Handshake() {}

  /** Lets the client in; the wire is there as soon as the dialogue lets the answer go. */
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
