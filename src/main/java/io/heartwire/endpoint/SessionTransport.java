package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Message;
import io.heartwire.connection.Transport;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The wire of a Jakarta WebSocket session, and the one place that chooses how bytes are written.
 *
 * <p>Messages go out asynchronously, one send in flight, under the container's send timeout: a peer
 * that stops reading costs no thread. The container fails a second send while one is in flight, so
 * the next begins only when the handler of the one before has run. Pings and closing handshakes are
 * blocking calls of the container in every form, so they run on {@link WireThreads}.
 */
final class SessionTransport implements Transport {
  private static final Logger LOG = Logger.getLogger(SessionTransport.class.getName());

  private static final int UNEXPECTED = CloseCodes.UNEXPECTED_CONDITION.getCode();

  private final Session session;
  private final Connection connection;
  private final WireThreads threads;
  private final RemoteEndpoint.Async remote;

  SessionTransport(
      Session session, Connection connection, WireThreads threads, Duration writeTimeout) {
    this.session = session;
    this.connection = connection;
    this.threads = threads;
    this.remote = session.getAsyncRemote();
    remote.setSendTimeout(writeTimeout.toMillis());
  }

  @Override
  public void drain(FrameQueue queue) {
    Frame frame = queue.next();
    if (frame == null) {
      return;
    }
    try {
      if (frame instanceof Message.Text text) {
        remote.sendText(text.text(), whenSent(queue));
      } else if (frame instanceof Message.Binary binary) {
        remote.sendBinary(binary.view(), whenSent(queue));
      } else {
        threads.ping(() -> ping(queue));
      }
    } catch (IllegalArgumentException | IllegalStateException | RejectedExecutionException lost) {
      queue.failed(CloseReason.VANISHED);
    }
  }

  @Override
  public void close(CloseReason reason) {
    try {
      threads.close(() -> sayGoodbye(reason));
    } catch (RejectedExecutionException stopping) {
      connection.ended(reason);
    }
  }

  private SendHandler whenSent(FrameQueue queue) {
    return result -> {
      if (result.isOK()) {
        drain(queue);
      } else {
        queue.failed(reasonOf(result));
      }
    };
  }

  private void ping(FrameQueue queue) {
    ByteBuffer payload = queue.stampPing();
    try {
      session.getBasicRemote().sendPing(payload);
    } catch (IOException | IllegalArgumentException | IllegalStateException lost) {
      queue.failed(CloseReason.VANISHED);
      return;
    }
    drain(queue);
  }

  private void sayGoodbye(CloseReason reason) {
    try {
      session.close(toContainer(reason));
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.FINE, gone, () -> "No closing handshake with " + connection);
    } finally {
      connection.ended(reason);
    }
  }

  /** The reason as a close frame may carry it; 1006 must not be sent (RFC 6455, section 7.4.1). */
  static jakarta.websocket.CloseReason toContainer(CloseReason reason) {
    int code = reason.equals(CloseReason.VANISHED) ? UNEXPECTED : reason.code();
    return new jakarta.websocket.CloseReason(CloseCodes.getCloseCode(code), reason.text());
  }

  private static CloseReason reasonOf(SendResult failed) {
    return failed.getException() instanceof SocketTimeoutException
        ? CloseReason.SLOW
        : CloseReason.VANISHED;
  }
}
