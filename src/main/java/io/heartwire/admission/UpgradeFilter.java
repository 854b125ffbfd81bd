package io.heartwire.admission;

import io.heartwire.broker.ClientInfo;
import io.heartwire.channel.ChannelException;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.ClientChannels;
import io.heartwire.channel.Permission;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.Peer;
import io.heartwire.warmup.Rehearsal;
import io.heartwire.warmup.Warmup;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the paths of WebSocket protocols: refuses with a status and a reason, or takes the
 * client into the pool and passes it on as {@link Admitted}.
 *
 * <p>Filters run before the container's upgrade; nothing of the WebSocket layer exists yet. A place
 * in the pool is taken here, not when the session opens, so that a crowd that arrives at once is
 * refused with a status that says when to come back.
 */
public class UpgradeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String RAW_PATH = "/ws/";

  @Inject private transient ConnectionRegistry registry;
  @Inject private transient ChannelRules rules;
  @Inject private transient ClientChannels clientChannels;
  @Inject private transient Provider<AdmissionConfig> config;
  @Inject private transient Warmup warmup;
  @Inject private transient Rehearsal rehearsal;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    AdmissionConfig now = config.get();
    String path = pathOf(request);
    boolean isRaw = path.startsWith(RAW_PATH);
    Optional<ChannelName> channel = isRaw ? channelOf(path) : Optional.empty();
    Peer peer = peerOf(request, isRaw ? "raw" : "centrifuge");
    boolean isRehearsal = isRehearsal(request);
    Refusal refusal = isRehearsal ? null : refusal(request, now, isRaw, channel, peer);
    if (refusal != null) {
      refusal.answer(response);
      return;
    }
    Optional<Connection> connection = isRehearsal ? rehearsal.admit(peer) : registry.admit(peer);
    if (connection.isEmpty()) {
      Refusal.full(now.retryAfter()).answer(response);
      return;
    }
    upgrade(request, response, chain, new Admitted(connection.get(), channel, isRehearsal));
  }

  /** No rule holds for the gateway's own clients. */
  private boolean isRehearsal(HttpServletRequest request) {
    return warmup.isOwn(
        request.getHeader(Warmup.HEADER), request.getRemoteAddr(), request.getLocalAddr());
  }

  private @Nullable Refusal refusal(
      HttpServletRequest request,
      AdmissionConfig now,
      boolean isRaw,
      Optional<ChannelName> channel,
      Peer peer) {
    if (isRaw ? !now.rawEnabled() : !now.centrifugeEnabled()) {
      return Refusal.noSuchEndpoint(peer.protocol());
    }
    if (!isUpgrade(request)) {
      return Refusal.notAnUpgrade();
    }
    if (isRaw && channel.isEmpty()) {
      return Refusal.badChannel(ChannelName.RULE);
    }
    return channel.isPresent() && !maySubscribe(channel.get(), peer)
        ? Refusal.notAllowed(channel.get())
        : null;
  }

  /** Hooks are asked later, over the open connection: then they decide, not the rules. */
  private boolean maySubscribe(ChannelName channel, Peer peer) {
    if (clientChannels.hasSubscribeHooks()) {
      return true;
    }
    try {
      rules.checkSubscribe(channel, new ClientInfo(peer.user(), ""), Permission.TRUE);
      return true;
    } catch (ChannelException refused) {
      return false;
    }
  }

  private static void upgrade(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      Admitted admitted)
      throws IOException, ServletException {
    request.setAttribute(Admitted.ATTRIBUTE, admitted);
    boolean upgraded = false;
    try {
      chain.doFilter(request, response);
      upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
    } finally {
      if (!upgraded) {
        admitted.connection().ended(CloseReason.VANISHED);
      }
    }
  }

  private static boolean isUpgrade(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  private static String pathOf(HttpServletRequest request) {
    String info = request.getPathInfo(); // the container has decoded the path
    return info == null ? request.getServletPath() : request.getServletPath() + info;
  }

  /** A name with a slash in it has no place in the path's template. */
  private static Optional<ChannelName> channelOf(String path) {
    return ChannelName.parse(path.substring(RAW_PATH.length()))
        .filter(name -> name.value().indexOf('/') < 0);
  }

  private static Peer peerOf(HttpServletRequest request, String protocol) {
    String userAgent = request.getHeader("User-Agent");
    Principal principal = request.getUserPrincipal();
    return new Peer(
        protocol,
        request.getRemoteAddr(),
        userAgent == null ? "" : userAgent,
        principal == null ? "" : principal.getName());
  }
}
