package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A handshake that is not answered yet, since it waits for a bean of the application, or for keys.
 * When it is ready it is dispatched again; when the client goes before, its connection ends. Driven
 * by the container.
 */
final class WaitingHandshake implements AsyncListener {
  private static final Logger LOG = Logger.getLogger(WaitingHandshake.class.getName());

  /** The heartbeat ends a connection that does not become ready in time. */
  private static final long NO_TIMEOUT = 0;

  private final Connection connection;

  private WaitingHandshake(Connection connection) {
    this.connection = connection;
  }

  /**
   * Lets the request wait.
   *
   * @param ready when it may go on: at the end of the connection, too
   */
  static void begin(HttpServletRequest request, CompletableFuture<?> ready, Connection connection) {
    AsyncContext waiting = request.startAsync();
    waiting.setTimeout(NO_TIMEOUT);
    waiting.addListener(new WaitingHandshake(connection));
    var unused =
        ready.whenComplete(
            (done, failure) -> {
              try {
                waiting.dispatch();
              } catch (IllegalStateException over) { // the client has gone
                LOG.log(Level.FINE, over, () -> "Too late for " + connection);
              }
            });
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    connection.ended(CloseReason.NOT_READY);
  }

  @Override
  public void onError(AsyncEvent event) {
    connection.ended(CloseReason.VANISHED);
  }

  @Override
  public void onComplete(AsyncEvent event) {}

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
