package io.heartwire.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** A source that reads by the server's callbacks. */
final class CallbackReads implements ByteSource, WireSession.ReadCallback {
  private final WireSession session;
  private final Executor context;
  private final WireConnection connection;
  private volatile boolean isStopped;

  /**
   * @param context runs a task in the application's context
   * @param connection receives the bytes
   */
  CallbackReads(WireSession session, Executor context, WireConnection connection) {
    this.session = session;
    this.context = context;
    this.connection = connection;
  }

  /**
   * Begins to read, once. A pause is final here, since the connection takes everything at once and
   * never needs to pause for later.
   */
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

  /**
   * Lets no exception out: otherwise the server would stop reading, and the connection would hang
   * unnoticed.
   */
  private void take(ByteBuffer bytes) {
    try {
      context.execute(() -> connection.received(bytes));
    } catch (RuntimeException | Error failure) {
      connection.failed(failure);
    }
  }

  @Override
  public void failed(IOException failure) {
    if (failure.getCause() instanceof WireUnsupportedException unknown) {
      connection.failed(unknown);
    } else {
      connection.cut();
    }
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
