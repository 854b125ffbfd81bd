package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.Peer;
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

/**
 * Stands before {@code /ws/*}: refuses with a status and a reason, or takes the client into the
 * pool and passes it on as {@link Admitted}.
 *
 * <p>Filters run before the container's upgrade; nothing of the WebSocket layer exists yet. A place
 * in the pool is taken here, not when the session opens, so that a crowd that arrives at once is
 * refused with a status that says when to come back.
 */
public class UpgradeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String RAW_PATH = "/ws/";

  @Inject private transient ConnectionRegistry registry;
  @Inject private transient Provider<AdmissionConfig> config;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    AdmissionConfig rules = config.get();
    if (!rules.rawEnabled()) {
      Refusal.noSuchEndpoint().answer(response);
      return;
    }
    if (!isUpgrade(request)) {
      Refusal.notAnUpgrade().answer(response);
      return;
    }
    Optional<ChannelName> channel = channelOf(request);
    if (channel.isEmpty()) {
      Refusal.badChannel(ChannelName.RULE).answer(response);
      return;
    }
    Optional<Connection> connection = registry.admit(peerOf(request));
    if (connection.isEmpty()) {
      Refusal.full(rules.retryAfter()).answer(response);
      return;
    }
    upgrade(request, response, chain, new Admitted(connection.get(), channel.get()));
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

  private static Optional<ChannelName> channelOf(HttpServletRequest request) {
    // The container has decoded the path; a name with a slash in it has no place in the template.
    String path = request.getServletPath();
    if (request.getPathInfo() != null) {
      path += request.getPathInfo();
    }
    return path.startsWith(RAW_PATH)
        ? ChannelName.parse(path.substring(RAW_PATH.length()))
        : Optional.empty();
  }

  private static Peer peerOf(HttpServletRequest request) {
    String userAgent = request.getHeader("User-Agent");
    Principal principal = request.getUserPrincipal();
    return new Peer(
        "raw",
        request.getRemoteAddr(),
        userAgent == null ? "" : userAgent,
        principal == null ? "" : principal.getName());
  }
}
