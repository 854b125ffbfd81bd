package io.heartwire.connection;

/**
 * The client at the other end, as known at admission. The user may become known later, when the
 * protocol {@linkplain Connection#identify identifies} the client.
 *
 * @param protocol the protocol's name, for example {@code raw}
 * @param remoteAddress the client's address; behind trusted proxies, the address that they forward
 * @param userAgent the {@code User-Agent} header, or empty
 * @param user the authenticated user, or empty for an anonymous one
 * @param tenant the tenant whose limits apply, or empty for none
 */
public record Peer(
    String protocol, String remoteAddress, String userAgent, String user, String tenant) {
  private static final int LONGEST_USER_AGENT = 256;

  private static final int LONGEST_TENANT = 64;

  /** Enough for an IPv6 address with zone and port. A limit, since a proxy may forward anything. */
  private static final int LONGEST_ADDRESS = 80;

  public Peer {
    remoteAddress = clip(remoteAddress, LONGEST_ADDRESS);
    userAgent = clip(userAgent, LONGEST_USER_AGENT);
    tenant = clip(tenant, LONGEST_TENANT);
  }

  private static String clip(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }

  /** A client without a tenant. */
  public Peer(String protocol, String remoteAddress, String userAgent, String user) {
    this(protocol, remoteAddress, userAgent, user, "");
  }

  /** Returns a copy with this user. */
  public Peer as(String identified) {
    return new Peer(protocol, remoteAddress, userAgent, identified, tenant);
  }

  /** Returns a copy with this tenant. */
  public Peer in(String other) {
    return new Peer(protocol, remoteAddress, userAgent, user, other);
  }
}
