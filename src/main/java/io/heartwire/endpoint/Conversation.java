package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Limit;
import io.heartwire.connection.Permit;
import io.heartwire.connection.Transport;
import io.heartwire.protocol.Dialogue;
import io.heartwire.protocol.Troubles;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What every endpoint does with a session's events: facts to the connection, whole messages to the
 * dialogue, the end to the connection. An error in any of it closes this connection and no other.
 *
 * <p>Driven by the session's callbacks, one at a time.
 */
final class Conversation {
  private final Connection connection;
  private final Dialogue dialogue;
  private final Fragments fragments;
  private final int maxBytes;
  private final Troubles troubles;

  Conversation(Connection connection, Dialogue dialogue, int maxBytes, Troubles troubles) {
    this.troubles = troubles;
    this.connection = connection;
    this.dialogue = dialogue;
    this.maxBytes = maxBytes;
    this.fragments = new Fragments(maxBytes);
  }

  Connection connection() {
    return connection;
  }

  /**
   * The client has been let in.
   *
   * @return done when its handshake may be answered, with a failure never
   */
  CompletionStage<?> admitted() {
    if (!connection.prepare(dialogue::closed)) {
      return CompletableFuture.completedStage(null);
    }
    try {
      return dialogue.admitted();
    } catch (RuntimeException failure) {
      internalError(failure);
      return CompletableFuture.completedStage(null);
    }
  }

  boolean open(Transport transport) {
    return connection.open(transport);
  }

  void opened() {
    guarded(dialogue::opened);
  }

  void text(String part, boolean last) {
    if (isOver()) {
      return;
    }
    int bytes = Fragments.sizeOf(part);
    connection.received(bytes, last);
    if (isTooMuch(bytes, last)) {
      return;
    }
    String message = fragments.join(part, last);
    if (message != null) {
      guarded(() -> dialogue.text(message));
    }
  }

  void binary(ByteBuffer part, boolean last) {
    if (isOver()) {
      return;
    }
    int bytes = part.remaining();
    connection.received(bytes, last);
    if (isTooMuch(bytes, last)) {
      return;
    }
    ByteBuffer message = fragments.join(part, last);
    if (message != null) {
      guarded(() -> dialogue.binary(message));
    }
  }

  void pong(ByteBuffer payload) {
    boolean isAsked = connection.pong(payload);
    if (!isAsked && !isOver() && connection.quota().command() != Permit.GRANTED) {
      connection.close(CloseReason.TOO_MANY_REQUESTS);
    }
  }

  /**
   * The container found the connection or a frame at fault; a close event may or may not follow.
   */
  void failed(Throwable failure) {
    troubles.report("The container reports an error on " + connection, failure);
    connection.close(CloseReason.VANISHED);
  }

  void closed(CloseReason reason) {
    connection.ended(reason);
  }

  /**
   * Closes a connection that sent too much. A fragment costs as much as a command, whatever is in
   * it: else a message could come in fragments without end and without content.
   */
  private boolean isTooMuch(int bytes, boolean last) {
    if (fragments.exceeds(bytes)) {
      connection.quota().exceeded(Limit.MESSAGE_SIZE);
      connection.close(CloseReason.tooBig(maxBytes));
      return true;
    }
    if (!connection.quota().bytes(bytes)
        || (!last && connection.quota().command() != Permit.GRANTED)) {
      connection.close(CloseReason.TOO_MANY_REQUESTS);
      return true;
    }
    return false;
  }

  /** Frames that were on their way when we closed the connection are heard no more. */
  private boolean isOver() {
    ConnectionState state = connection.state();
    return state == ConnectionState.CLOSING || state == ConnectionState.CLOSED;
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      internalError(failure);
    }
  }

  private void internalError(RuntimeException failure) {
    troubles.report("Closing " + connection + " after an internal error", failure);
    connection.close(CloseReason.INTERNAL_ERROR);
  }
}
