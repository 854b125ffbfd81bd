package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Peer;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/**
 * One handshake on its way through admission: its facts, read from the request once, and who the
 * client turns out to be. For the request's thread only.
 */
final class Arrival {
  private final Entrance entrance;
  private final Optional<ChannelName> channel;
  private final boolean isUpgrade;
  private final Place place;
  private Peer peer;

  Arrival(Entrance entrance, Optional<ChannelName> channel, boolean isUpgrade, Peer peer) {
    this.entrance = entrance;
    this.channel = channel;
    this.isUpgrade = isUpgrade;
    this.place = new Place(entrance);
    this.peer = peer;
  }

  static Arrival of(HttpServletRequest request) {
    String path = pathOf(request);
    Entrance entrance = Entrance.of(path);
    return new Arrival(
        entrance,
        entrance == Entrance.RAW ? channelOf(path) : Optional.empty(),
        "websocket".equalsIgnoreCase(request.getHeader("Upgrade")),
        peerOf(request, entrance));
  }

  /** Where it comes in. */
  Entrance entrance() {
    return entrance;
  }

  /** The channel that it asks for with its address; empty where there is none, or no good one. */
  Optional<ChannelName> channel() {
    return channel;
  }

  /** Whether it asks for a WebSocket at all. */
  boolean isUpgrade() {
    return isUpgrade;
  }

  /** Who it is, as far as is known so far. */
  Peer peer() {
    return peer;
  }

  /** What rules that count may take for it, and have to be given back. */
  Place place() {
    return place;
  }

  /** Says who the client is, once a rule has found out. */
  void identify(String user) {
    peer = new Peer(peer.protocol(), peer.remoteAddress(), peer.userAgent(), user);
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

  private static Peer peerOf(HttpServletRequest request, Entrance entrance) {
    String userAgent = request.getHeader("User-Agent");
    Principal principal = request.getUserPrincipal();
    return new Peer(
        entrance.protocol(),
        request.getRemoteAddr(),
        userAgent == null ? "" : userAgent,
        principal == null ? "" : principal.getName());
  }
}
