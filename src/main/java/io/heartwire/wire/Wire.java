package io.heartwire.wire;

import io.heartwire.connection.Connection;
import io.heartwire.limit.InputBudget;
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
 * Takes connections over from the container where the server permits it.
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
  private InputBudget incoming;

  @PostConstruct
  void start() {
    context = contexts.currentContextExecutor();
    incoming = new InputBudget(config.maxBytesOfAll(Runtime.getRuntime().maxMemory()));
  }

  /**
   * Takes over a session that has just been opened.
   *
   * @param session a Jakarta WebSocket session
   * @return its wire, which the caller must start; or empty if the container must serve it
   */
  public Optional<WireConnection> take(
      Object session, Connection connection, FrameListener listener) {
    if (wireSwitch.isPortable()) {
      return Optional.empty();
    }
    try {
      return take(server.find(session), connection, listener);
    } catch (WireUnsupportedException unknown) {
      wireSwitch.toPortable(unknown);
      return Optional.empty();
    } catch (UncheckedIOException gone) {
      return Optional.empty(); // the container will notice
    }
  }

  private Optional<WireConnection> take(
      Optional<WireSession> found, Connection connection, FrameListener listener) {
    if (found.isEmpty()) {
      wireSwitch.toPortable("the server is not a known one", null);
      return Optional.empty();
    }
    WireSession session = found.get();
    try {
      WireContext around =
          new WireContext(
              loops.next(), loops.closes(), context, wireSwitch, config, incoming, time);
      WireConnection wire = new WireConnection(session, connection, listener, around);
      session.takeOver();
      return Optional.of(wire);
    } catch (IOException gone) {
      return Optional.empty(); // the container will notice
    }
  }
}
