package io.heartwire.liberty;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The handshake request that the container's upgrade sees. It keeps the container from work that
 * nobody needs.
 *
 * <p>The container asks for the HTTP session, and so would create one for every handshake and keep
 * it as long as the WebSocket; here it gets the client's existing session, if any. It also creates
 * its upgrade handler like a bean; see {@link UpgradeHandlers}.
 *
 * <p>The container sees only the headers that it needs. It reads only the first line of a header,
 * so list headers are shown as the one member that it looks for. It would keep the query and the
 * parameters as long as the WebSocket, tokens included; so they are hidden, and filters must read
 * them before.
 */
final class HandshakeRequest extends HttpServletRequestWrapper {
  /** List headers that admission has checked, with the member that the container looks for. */
  private static final Map<String, String> KNOWN =
      Map.of("upgrade", "websocket", "connection", "Upgrade");

  private static final List<String> SHOWN =
      List.of(
          "Host",
          "Upgrade",
          "Connection",
          "Origin",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Version",
          "Sec-WebSocket-Protocol");

  private final UpgradeHandlers handlers;

  HandshakeRequest(HttpServletRequest request, UpgradeHandlers handlers) {
    super(request);
    this.handlers = handlers;
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(
        SHOWN.stream().filter(name -> super.getHeader(name) != null).toList());
  }

  @Override
  public @Nullable String getHeader(String name) {
    String known = KNOWN.get(name.toLowerCase(Locale.ROOT));
    return known == null ? super.getHeader(name) : known;
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Map.of();
  }

  /** Departs from its contract: returns null instead of creating a session. */
  @Override
  public @Nullable HttpSession getSession() {
    return getSession(false);
  }

  @Override
  public <T extends HttpUpgradeHandler> T upgrade(Class<T> type)
      throws IOException, ServletException {
    return handlers.upgrade((HttpServletRequest) getRequest(), type);
  }
}
