package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Peer;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Identity;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/**
 * One handshake on its way through admission: its facts, read from the request once, and who the
 * client turns out to be. For the request's thread only.
 */
final class Arrival {
  private final Place place;
  private final Optional<ChannelName> channel;
  private final boolean isUpgrade;
  private final Optional<String> origin;
  private final Target target;
  private final BearerTokens tokens;
  private Peer peer;
  private Credentials credentials = Credentials.NONE;

  Arrival(
      Place place,
      Optional<ChannelName> channel,
      boolean isUpgrade,
      Optional<String> origin,
      Target target,
      BearerTokens tokens,
      Peer peer) {
    this.place = place;
    this.channel = channel;
    this.isUpgrade = isUpgrade;
    this.origin = origin;
    this.target = target;
    this.tokens = tokens;
    this.peer = peer;
  }

  static Arrival of(HttpServletRequest request, AdmissionConfig config) {
    String path = pathOf(request);
    Entrance entrance = Entrance.of(path);
    Peer peer = peerOf(request, entrance, config.tenantHeader());
    return new Arrival(
        new Place(
            entrance, AddressPrefix.of(peer.remoteAddress(), config.addresses().ipv6Prefix())),
        entrance == Entrance.RAW ? channelOf(path) : Optional.empty(),
        "websocket".equalsIgnoreCase(request.getHeader("Upgrade")),
        Optional.ofNullable(request.getHeader("Origin")),
        new Target(request.getServerName(), request.getServerPort(), request.isSecure()),
        BearerTokens.of(request),
        peer);
  }

  /** What rules that count may take for it, and have to be given back. */
  Place place() {
    return place;
  }

  /** Where it comes in. */
  Entrance entrance() {
    return place.entrance();
  }

  /** The channel that it asks for with its address; empty where there is none, or no good one. */
  Optional<ChannelName> channel() {
    return channel;
  }

  /** Whether it asks for a WebSocket at all. */
  boolean isUpgrade() {
    return isUpgrade;
  }

  /** Whose page connects, as a browser says; clients that are none say nothing. */
  Optional<String> origin() {
    return origin;
  }

  /** What it connects to. */
  Target target() {
    return target;
  }

  /** The tokens that it brings. */
  BearerTokens tokens() {
    return tokens;
  }

  /** What it says of itself, once that has been looked at. */
  Credentials credentials() {
    return credentials;
  }

  /** Who it is, as far as is known so far. */
  Peer peer() {
    return peer;
  }

  /** Says by what the client is known, once a rule has looked at it. */
  void present(Credentials found) {
    credentials = found;
    if (found instanceof Credentials.Proven proven) {
      Identity identity = proven.identity();
      peer = identity.user().isEmpty() ? peer : peer.as(identity.user());
      peer = identity.tenant().isEmpty() ? peer : peer.in(identity.tenant());
    }
  }

  private static String pathOf(HttpServletRequest request) {
    String info = request.getPathInfo(); // the container has decoded the path
    return info == null ? request.getServletPath() : request.getServletPath() + info;
  }

  /** A name with a slash in it has no place in the path's template. */
  private static Optional<ChannelName> channelOf(String path) {
    return ChannelName.parse(path.substring(Entrance.RAW_PATH.length()))
        .filter(name -> name.value().indexOf('/') < 0);
  }

  private static Peer peerOf(HttpServletRequest request, Entrance entrance, String tenantHeader) {
    Principal principal = request.getUserPrincipal();
    return new Peer(
        entrance.protocol(),
        request.getRemoteAddr(),
        header(request, "User-Agent"),
        principal == null ? "" : principal.getName(),
        tenantHeader.isEmpty() ? "" : header(request, tenantHeader));
  }

  private static String header(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }
}
