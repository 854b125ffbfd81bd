package io.heartwire.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Reads by the server's callbacks. */
final class CallbackReads implements ByteSource, WireSession.ReadCallback {
  private static final Logger LOG = Logger.getLogger(CallbackReads.class.getName());

  private final WireSession session;
  private final Executor context;
  private final WireConnection connection;
  private volatile boolean isStopped;

  /**
   * @param context gives the thread that runs in it the application's context
   * @param connection that takes what comes
   */
  CallbackReads(WireSession session, Executor context, WireConnection connection) {
    this.session = session;
    this.context = context;
    this.connection = connection;
  }

  /** Begins, once: a pause is for ever here, since nothing that comes is left for later. */
  @Override
  public void resume() {
    if (!isStopped) {
      session.read(this);
    }
  }

  @Override
  public boolean received(ByteBuffer bytes) {
    if (!isStopped) {
      take(bytes);
    }
    return !isStopped;
  }

  /** Nothing escapes: the server would not read again, and nobody would hear of it. */
  private void take(ByteBuffer bytes) {
    try {
      context.execute(() -> connection.received(bytes));
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.SEVERE, "A read failed in a way nobody expected", failure);
      connection.failed(failure);
    }
  }

  @Override
  public void failed(IOException failure) {
    connection.cut();
  }

  @Override
  public void pause() {
    stop();
  }

  @Override
  public void stop() {
    isStopped = true;
  }

  @Override
  public boolean isOnLoop() {
    return false;
  }
}
