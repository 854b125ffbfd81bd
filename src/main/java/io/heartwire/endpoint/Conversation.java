package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.InboundPermit;
import io.heartwire.connection.Transport;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.protocol.Dialogue;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Handles the events of one session for every endpoint: reports activity and the end to the
 * connection, and passes whole messages to the protocol's dialogue. An error closes this connection
 * and no other.
 *
 * <p>Called by the session's callbacks, one at a time.
 */
final class Conversation {
  private final Connection connection;
  private final Dialogue dialogue;
  private final Fragments fragments;
  private final int maxBytes;
  private final ConnectionErrors errors;

  Conversation(Connection connection, Dialogue dialogue, int maxBytes, ConnectionErrors errors) {
    this.errors = errors;
    this.connection = connection;
    this.dialogue = dialogue;
    this.maxBytes = maxBytes;
    this.fragments = new Fragments(maxBytes);
  }

  Connection connection() {
    return connection;
  }

  /** The most bytes of a message. */
  int maxBytes() {
    return maxBytes;
  }

  /**
   * Begins the conversation of an admitted client.
   *
   * @return complete when its handshake may be answered; never fails
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
    if (!isAsked && !isOver() && connection.quota().command() != InboundPermit.GRANTED) {
      connection.close(CloseReason.TOO_MANY_REQUESTS);
    }
  }

  /**
   * Handles an error of the connection or a frame, reported by the container or the wire. A close
   * event may or may not follow.
   */
  void failed(Throwable failure) {
    errors.report(connection.id(), "Closing after an error on " + connection, failure);
    connection.close(CloseReason.VANISHED);
  }

  void closed(CloseReason reason) {
    connection.ended(reason);
  }

  /**
   * Closes a connection that exceeds a limit. A fragment counts as a command, even an empty one:
   * otherwise a message could have fragments without end.
   */
  private boolean isTooMuch(int bytes, boolean last) {
    if (fragments.exceeds(bytes)) {
      connection.quota().exceeded(ConnectionLimit.MESSAGE_SIZE);
      connection.close(CloseReason.tooBig(maxBytes));
      return true;
    }
    if (!connection.quota().bytes(bytes)
        || (!last && connection.quota().command() != InboundPermit.GRANTED)) {
      connection.close(CloseReason.TOO_MANY_REQUESTS);
      return true;
    }
    return false;
  }

  /** Returns whether to ignore frames, since the server has closed the connection. */
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
    errors.report(connection.id(), "Closing " + connection + " after an internal error", failure);
    connection.close(CloseReason.INTERNAL_ERROR);
  }
}
