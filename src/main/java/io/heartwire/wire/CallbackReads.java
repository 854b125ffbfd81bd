package io.heartwire.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** Reads by the server's callbacks. */
final class CallbackReads implements ByteSource, WireSession.ReadCallback {
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
    context.execute(() -> connection.received(bytes));
    return !isStopped;
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
