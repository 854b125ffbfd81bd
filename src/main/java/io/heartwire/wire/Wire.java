package io.heartwire.wire;

import io.heartwire.connection.Connection;
import io.heartwire.time.TimeSource;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Takes connections over from the container, where the server lets us.
 *
 * <p>Safe for use by any thread.
 */
@Singleton
@SuppressWarnings("NullAway.Init") // the container injects, then calls start()
public class Wire {
  @Resource private ContextService contexts;
  @Inject private EventLoops loops;
  @Inject private WireServer server;
  @Inject private WireSwitch wireSwitch;
  @Inject private WireConfig config;
  @Inject private TimeSource time;

  private Executor context;

  @PostConstruct
  void start() {
    context = contexts.currentContextExecutor();
  }

  /**
   * Takes a session over that has just been opened.
   *
   * @param session of Jakarta WebSocket
   * @param mayBlock whether the listener may, so that no event loop must call it
   * @return its wire, which is to be started; or empty if the container has to serve it
   */
  public Optional<WireConnection> take(
      Object session, Connection connection, FrameListener listener, boolean mayBlock) {
    if (wireSwitch.isPortable()) {
      return Optional.empty();
    }
    try {
      return take(server.find(session), connection, listener, mayBlock);
    } catch (WireUnsupportedException unknown) {
      wireSwitch.toPortable(unknown);
      return Optional.empty();
    } catch (UncheckedIOException gone) {
      return Optional.empty(); // for the container to find out
    }
  }

  private Optional<WireConnection> take(
      Optional<WireSession> found,
      Connection connection,
      FrameListener listener,
      boolean mayBlock) {
    if (found.isEmpty()) {
      wireSwitch.toPortable("it runs on a server that is not known", null);
      return Optional.empty();
    }
    WireSession session = found.get();
    try {
      WireConnection.Surroundings around =
          new WireConnection.Surroundings(
              loops.next(), loops.closes(), context, wireSwitch, config, time);
      WireConnection wire = new WireConnection(session, connection, listener, around, !mayBlock);
      session.takeOver();
      return Optional.of(wire);
    } catch (IOException gone) {
      return Optional.empty(); // for the container to find out
    }
  }
}
