package io.heartwire.liberty;

import static java.lang.invoke.MethodType.methodType;

import io.heartwire.wire.WireServer;
import io.heartwire.wire.WireSession;
import jakarta.inject.Singleton;
import java.lang.invoke.MethodHandle;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connections below sessions of Open Liberty by reflection. The method handles are looked
 * up once for all sessions.
 *
 * <p>Safe for use by any thread.
 */
@Singleton
class LibertyServer implements WireServer {
  private static final String SESSIONS = "com.ibm.ws.wsoc.";

  /** The package of the class of connections without TLS. */
  private static final String PLAIN = "com.ibm.ws.tcpchannel.";

  private record Known(
      LinkHandles links,
      ConnectionHandles connections,
      HttpHandles http,
      @Nullable MethodHandle socket) {}

  private volatile @Nullable Known plain;
  private volatile @Nullable Known encrypted;
  private volatile @Nullable LinkHandles links;

  @Override
  public Optional<WireSession> find(Object session) {
    if (!session.getClass().getName().startsWith(SESSIONS)) {
      return Optional.empty();
    }
    try {
      LinkHandles toLink = links;
      if (toLink == null) {
        toLink = LinkHandles.of(session.getClass());
        links = toLink;
      }
      Object link = toLink.link().invokeExact(session);
      Object connection = toLink.connection().invokeExact(link);
      Object http = toLink.http().invokeExact(link);
      Known known = known(toLink, connection, http);
      MethodHandle toSocket = known.socket;
      SocketChannel socket =
          toSocket == null ? null : (SocketChannel) toSocket.invokeExact(connection);
      return Optional.of(
          new LibertySession(
              known.links, link, known.connections, connection, known.http, http, socket));
    } catch (Throwable thrown) {
      throw Handles.unexpected(thrown);
    }
  }

  private Known known(LinkHandles toLink, Object connection, Object http)
      throws ReflectiveOperationException {
    boolean isPlain = connection.getClass().getName().startsWith(PLAIN);
    Known known = isPlain ? plain : encrypted;
    if (known != null) {
      return known;
    }
    Known found =
        new Known(
            toLink,
            ConnectionHandles.of(toLink.connectionType()),
            HttpHandles.of(http.getClass()),
            isPlain ? socket(connection.getClass()) : null);
    if (isPlain) {
      plain = found;
    } else {
      encrypted = found;
    }
    return found;
  }

  private static MethodHandle socket(Class<?> connection) throws ReflectiveOperationException {
    MethodHandle below = Handles.method(connection, "getSocketIOChannel");
    return Handles.chain(below, Handles.getter(below.type().returnType(), "channel"))
        .asType(methodType(SocketChannel.class, Object.class));
  }
}
