package io.heartwire.admission;

import java.util.Locale;

/**
 * What the client connects to: the {@code Host} of its request, and whether over TLS, as trusted
 * proxies may tell.
 *
 * @param host in lower case
 * @param isSecure whether it is known to have come over TLS; behind a proxy that ends TLS and does
 *     not say so, it is not
 */
record Target(String host, int port, boolean isSecure) {

  Target {
    host = host.toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the page comes from here. A page that came in the clear does not count where the
   * connection is secure: anybody on its way may have written it. The other way round nothing is
   * known, since a proxy may end TLS.
   */
  boolean isOf(Origin origin) {
    return plain(host).equals(plain(origin.host()))
        && (origin.isSecure() || (origin.isPlain() && !isSecure))
        && (isDefaultPort() ? origin.hasDefaultPort() : port == origin.port());
  }

  /** Of which scheme tells nothing, again because of proxies. */
  private boolean isDefaultPort() {
    return port == 80 || port == 443;
  }

  private static String plain(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
