package io.heartwire.admission;

import java.util.Locale;

/**
 * The host that the client connects to: the {@code Host} of its request, and whether it came over
 * TLS, as far as trusted proxies say so.
 *
 * @param host in lower case
 * @param isSecure whether it is known to have come over TLS; false behind a proxy that terminates
 *     TLS and does not say so
 */
record RequestHost(String host, int port, boolean isSecure) {

  RequestHost {
    host = host.toLowerCase(Locale.ROOT);
  }

  /**
   * Returns whether the page's origin is this host. A page loaded over plain HTTP does not count
   * for a secure connection, since anybody on the network may have changed it. A secure page may
   * use a plain connection, since a proxy may have terminated TLS.
   */
  boolean isOf(Origin origin) {
    return plain(host).equals(plain(origin.host()))
        && (origin.isSecure() || (origin.isPlain() && !isSecure))
        && (isDefaultPort() ? origin.hasDefaultPort() : port == origin.port());
  }

  /** The default port of either scheme counts, since a proxy may have terminated TLS. */
  private boolean isDefaultPort() {
    return port == 80 || port == 443;
  }

  private static String plain(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
