package io.heartwire.connection;

/**
 * Who is at the other end, as known when the connection was admitted or, of the user, when the
 * protocol {@linkplain Connection#identify identified} it.
 *
 * @param protocol what the connection speaks, for example {@code raw}
 * @param remoteAddress the client's address, behind trusted proxies the one they forward
 * @param userAgent the {@code User-Agent} header, or empty
 * @param user the authenticated user, or empty for an anonymous one
 * @param tenant the class of clients whose limits hold, or empty for none
 */
public record Peer(
    String protocol, String remoteAddress, String userAgent, String user, String tenant) {
  private static final int LONGEST_USER_AGENT = 256;

  private static final int LONGEST_TENANT = 64;

  /** An IPv6 address with its zone and a port; a proxy may forward anything. */
  private static final int LONGEST_ADDRESS = 80;

  public Peer {
    remoteAddress = clip(remoteAddress, LONGEST_ADDRESS);
    userAgent = clip(userAgent, LONGEST_USER_AGENT);
    tenant = clip(tenant, LONGEST_TENANT);
  }

  private static String clip(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }

  /** A client of no tenant's class. */
  public Peer(String protocol, String remoteAddress, String userAgent, String user) {
    this(protocol, remoteAddress, userAgent, user, "");
  }

  /** The same, of that user. */
  public Peer as(String identified) {
    return new Peer(protocol, remoteAddress, userAgent, identified, tenant);
  }

  /** The same, in that tenant's class. */
  public Peer in(String other) {
    return new Peer(protocol, remoteAddress, userAgent, user, other);
  }
}
