package io.heartwire.liberty;

import io.heartwire.config.Settings;
import io.heartwire.loopback.OwnAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Optional;

/**
 * Whether the server listens on its plain port. It is the first thing that it gives up when it is
 * told to stop, by a signal or by {@code server stop}, and no other sign reaches an application in
 * time. Used by one thread, which it blocks for a moment.
 */
final class PortProbe {
  private static final int LIMIT_MILLIS = 300;

  enum Answer {
    /** Somebody listens. */
    OPEN,
    /** Certainly nobody does. */
    CLOSED,
    /** It could not be found out: too many open files, say, or too many waiting connections. */
    UNKNOWN
  }

  private final Settings settings;

  PortProbe(Settings settings) {
    this.settings = settings;
  }

  /** Where to connect to; read anew each time, since the port may be changed at run time. */
  Optional<InetSocketAddress> address() {
    return OwnAddress.of(settings);
  }

  Answer ask() {
    Optional<InetSocketAddress> address = address();
    if (address.isEmpty()) {
      return Answer.UNKNOWN;
    }
    try (Socket socket = new Socket()) {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0); // or each keeps a port for a minute
      socket.connect(address.get(), LIMIT_MILLIS);
      // A port among those that the system gives out may be given to this very socket, which then
      // is connected to itself.
      boolean isItself = socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress());
      return isItself ? Answer.CLOSED : Answer.OPEN;
    } catch (ConnectException refused) {
      return Answer.CLOSED;
    } catch (IOException | RuntimeException unclear) {
      return Answer.UNKNOWN;
    }
  }
}
