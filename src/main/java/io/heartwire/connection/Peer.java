package io.heartwire.connection;

/**
 * Who is at the other end, as known when the connection was admitted or, of the user, when the
 * protocol {@linkplain Connection#identify identified} it.
 *
 * @param protocol what the connection speaks, for example {@code raw}
 * @param remoteAddress the client's address, behind trusted proxies the one they forward
 * @param userAgent the {@code User-Agent} header, or empty
 * @param user the authenticated user, or empty for an anonymous one
 */
public record Peer(String protocol, String remoteAddress, String userAgent, String user) {
  private static final int LONGEST_USER_AGENT = 256;

  /** An IPv6 address with its zone and a port; a proxy may forward anything. */
  private static final int LONGEST_ADDRESS = 80;

  public Peer {
    remoteAddress = clip(remoteAddress, LONGEST_ADDRESS);
    userAgent = clip(userAgent, LONGEST_USER_AGENT);
  }

  private static String clip(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }

  Peer as(String identified) {
    return new Peer(protocol, remoteAddress, userAgent, identified);
  }
}
