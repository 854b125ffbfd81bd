package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.Peer;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Identity;
import io.heartwire.limit.AddressPrefix;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One handshake in admission: its facts, read from the HTTP request once, and the client's identity
 * as far as rules have found it. Used by the request's thread only.
 */
final class AdmissionRequest {
  private final Reservation reservation;
  private final Optional<ChannelName> channel;
  private final @Nullable Refusal fault;
  private final Optional<String> origin;
  private final RequestHost target;
  private final BearerTokens tokens;
  private Peer peer;
  private Credentials credentials = Credentials.NONE;

  AdmissionRequest(
      Reservation reservation,
      Optional<ChannelName> channel,
      @Nullable Refusal fault,
      Optional<String> origin,
      RequestHost target,
      BearerTokens tokens,
      Peer peer) {
    this.reservation = reservation;
    this.channel = channel;
    this.fault = fault;
    this.origin = origin;
    this.target = target;
    this.tokens = tokens;
    this.peer = peer;
  }

  static AdmissionRequest of(HttpServletRequest request, AdmissionConfig config) {
    RequestHead head = RequestHead.of(request);
    RequestPath path = RequestPath.of(head.path());
    ProtocolPath protocolPath = path.protocolPath();
    Peer peer = peerOf(request, protocolPath, config.tenantHeader());
    return new AdmissionRequest(
        new Reservation(
            protocolPath, AddressPrefix.of(peer.remoteAddress(), config.addresses().ipv6Prefix())),
        path.channel(),
        path.fault() == null ? OpeningHandshake.fault(head, config.maxHeaderBytes()) : path.fault(),
        head.first("Origin"),
        new RequestHost(request.getServerName(), request.getServerPort(), request.isSecure()),
        BearerTokens.of(head),
        peer);
  }

  /** What the rules count for it, and release later. */
  Reservation reservation() {
    return reservation;
  }

  /** The protocol's path that it requests. */
  ProtocolPath protocolPath() {
    return reservation.protocolPath();
  }

  /** The channel in its path; empty if there is none or its name is invalid. */
  Optional<ChannelName> channel() {
    return channel;
  }

  /** The refusal for a malformed request, or null. */
  @Nullable Refusal fault() {
    return fault;
  }

  /** The {@code Origin} header, which browsers send; empty for other clients. */
  Optional<String> origin() {
    return origin;
  }

  /** The host that it connects to. */
  RequestHost target() {
    return target;
  }

  /** The bearer tokens of the request. */
  BearerTokens tokens() {
    return tokens;
  }

  /** The client's credentials, once a rule has checked them. */
  Credentials credentials() {
    return credentials;
  }

  /** The client, as far as it is known. */
  Peer peer() {
    return peer;
  }

  /** Sets the credentials that a rule has found, and with them the user and the tenant. */
  void identify(Credentials found) {
    credentials = found;
    if (found instanceof Credentials.Proven proven) {
      Identity identity = proven.identity();
      peer = identity.user().isEmpty() ? peer : peer.as(identity.user());
      peer = identity.tenant().isEmpty() ? peer : peer.in(identity.tenant());
    }
  }

  private static Peer peerOf(
      HttpServletRequest request, ProtocolPath protocolPath, String tenantHeader) {
    Principal principal = request.getUserPrincipal();
    return new Peer(
        protocolPath.protocol(),
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
