package io.heartwire.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/** Where this gateway listens without TLS, by the server's variables {@code http.port} and host. */
public final class ListenAddress {
  /** The server's variable of its port without TLS. */
  public static final String PORT = "http.port";

  private static final Set<String> EVERYWHERE = Set.of("", "*", "0.0.0.0", "::", "[::]");
  private static final int MOST = 65_535;

  private ListenAddress() {}

  /**
   * Empty where there is no such port: the gateway speaks TLS only, or the variables are not set.
   */
  public static Optional<InetSocketAddress> of(Settings settings) {
    int port = port(settings.text(PORT));
    if (port < 1 || port > MOST) {
      return Optional.empty();
    }
    String host = settings.text("http.host");
    return Optional.of(
        EVERYWHERE.contains(host)
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
            : new InetSocketAddress(host, port));
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notSaid) {
      return -1;
    }
  }
}
