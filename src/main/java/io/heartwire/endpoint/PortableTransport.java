package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Message;
import io.heartwire.connection.Transport;
import io.heartwire.wire.EventLoops;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The portable transport, by the Jakarta WebSocket API alone: one asynchronous send after the
 * other, with the container's send timeout. A container rejects a second send while one is in
 * flight, and would write its close frame into the middle of it; so the close waits, too.
 *
 * <p>Pings and closes have no asynchronous form and may block on the peer, so threads of a
 * blocking-call pool make them.
 */
final class PortableTransport implements Transport, SendHandler {
  private static final Logger LOG = Logger.getLogger(PortableTransport.class.getName());

  /** How long a close waits for a send in flight. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private static final Duration LATER = Duration.ofMillis(3);

  private final Session session;
  private final Optional<Connection> connection;
  private final EventLoops loops;
  private final RemoteEndpoint.Async remote;

  /** The number of requested sends; the thread that raises it from 0 does them. */
  private final AtomicInteger due = new AtomicInteger();

  private final AtomicBoolean isEnded = new AtomicBoolean();
  private volatile @Nullable FrameQueue queue;
  private boolean isSending; // guarded by this
  private @Nullable CloseReason why; // guarded by this

  /**
   * @param connection is told of the end, if there is one
   */
  PortableTransport(
      Session session, Optional<Connection> connection, EventLoops loops, Duration writeTimeout) {
    this.session = session;
    this.connection = connection;
    this.loops = loops;
    this.remote = session.getAsyncRemote();
    remote.setSendTimeout(writeTimeout.toMillis());
  }

  @Override
  public void drain(FrameQueue frames) {
    queue = frames;
    sendMore();
  }

  @Override
  public void close(CloseReason reason) {
    boolean mustWait;
    synchronized (this) {
      why = reason;
      mustWait = isSending;
    }
    if (mustWait) {
      loops.later(this::end, PATIENCE);
    } else {
      end();
    }
  }

  /** The kernel has taken the message, or the send has failed. */
  @Override
  public void onResult(SendResult result) {
    sent();
    if (result.isOK()) {
      sendMore();
    } else {
      failed(
          result.getException() instanceof SocketTimeoutException
              ? CloseReason.SLOW
              : CloseReason.VANISHED);
    }
  }

  /**
   * Sends the next frame. A container may call back within the send call; the counter turns that
   * recursion into a loop.
   */
  private void sendMore() {
    if (due.getAndIncrement() == 0) {
      do {
        sendNext();
      } while (due.decrementAndGet() > 0);
    }
  }

  private void sendNext() {
    FrameQueue frames = Objects.requireNonNull(queue);
    Frame frame = frames.next();
    if (frame == null) {
      if (frames.isHeld()) {
        loops.later(this::sendMore, LATER);
      }
      return;
    }
    synchronized (this) {
      if (why != null) {
        return; // closed meanwhile: a close frame may be in flight
      }
      isSending = true;
    }
    try {
      send(frame, frames);
    } catch (RuntimeException lost) {
      notSent(lost);
    }
  }

  private void send(Frame frame, FrameQueue frames) {
    if (frame instanceof Message.Text text) {
      remote.sendText(text.text(), this);
    } else if (frame instanceof Message.Binary binary) {
      remote.sendBinary(binary.view(), this);
    } else {
      loops.pings().execute(() -> ping(frames));
    }
  }

  private void ping(FrameQueue frames) {
    try {
      remote.sendPing(frames.stampPing());
    } catch (IOException | RuntimeException lost) {
      notSent(lost);
      return;
    }
    sent();
    sendMore();
  }

  /**
   * A container throws various exceptions for a session that has ended meanwhile. Whatever it is,
   * it must not reach the producer, and the next frames must not wait for this one.
   */
  private void notSent(Exception lost) {
    LOG.log(Level.FINE, lost, () -> "Nothing can be sent any more to " + connection);
    sent();
    failed(CloseReason.VANISHED);
  }

  private void sent() {
    boolean isLast;
    synchronized (this) {
      isSending = false;
      isLast = why != null;
    }
    if (isLast) {
      end();
    }
  }

  private void failed(CloseReason reason) {
    Objects.requireNonNull(queue).failed(reason);
  }

  private void end() {
    if (!isEnded.compareAndSet(false, true)) {
      return;
    }
    try {
      loops.closes().execute(this::closeSession);
    } catch (RejectedExecutionException stopping) {
      connection.ifPresent(own -> own.ended(reason()));
    }
  }

  private void closeSession() {
    try {
      session.close(CloseReasons.toPeer(reason()));
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.FINE, gone, () -> "No closing handshake with " + connection);
    } finally {
      connection.ifPresent(own -> own.ended(reason()));
    }
  }

  private synchronized CloseReason reason() {
    return why == null ? CloseReason.VANISHED : why;
  }
}
