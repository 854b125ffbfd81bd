package io.heartwire.liberty;

import io.heartwire.config.ListenAddress;
import io.heartwire.config.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A probe of the server's plain HTTP port. The server closes the port first when it is told to
 * stop, by a signal or by {@code server stop}; no other sign reaches an application in time. Used
 * by one thread, which it blocks for a moment.
 */
final class PortProbe {
  private static final int LIMIT_MILLIS = 300;

  enum Answer {
    /** The port accepts connections. */
    OPEN,
    /** The port refuses connections. */
    CLOSED,
    /** The probe failed, for example because of too many open files or a full accept queue. */
    UNKNOWN
  }

  private final Settings settings;
  private @Nullable InetSocketAddress last;

  PortProbe(Settings settings) {
    this.settings = settings;
  }

  /**
   * Returns the address of the port. It is read anew each time, since the port may change at run
   * time. A server that stops drops its variables before its applications; the last known address
   * is returned then.
   */
  Optional<InetSocketAddress> address() {
    boolean isForgotten = settings.text(ListenAddress.PORT).isEmpty();
    if (!isForgotten) {
      last = ListenAddress.of(settings).orElse(null);
    }
    return Optional.ofNullable(last);
  }

  Answer ask() {
    Optional<InetSocketAddress> address = address();
    if (address.isEmpty()) {
      return Answer.UNKNOWN;
    }
    try (Socket socket = new Socket()) {
      socket.setOption(
          StandardSocketOptions.SO_LINGER,
          0); // otherwise each probe occupies a local port for a minute
      socket.connect(address.get(), LIMIT_MILLIS);
      // The system may give this very port to the probing socket as its local port, if it is in the
      // ephemeral range: the socket is then connected to itself.
      boolean isItself = socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress());
      return isItself ? Answer.CLOSED : Answer.OPEN;
    } catch (ConnectException refused) {
      return Answer.CLOSED;
    } catch (IOException | RuntimeException unclear) {
      return Answer.UNKNOWN;
    }
  }
}
