package io.heartwire.liberty;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A handshake as the container's upgrade sees it, without what that does for its own sake only.
 *
 * <p>It asks for the HTTP session and so would make one for every handshake, kept as long as the
 * WebSocket; here it gets the one that the client brought, if any. And it has its handler made like
 * a bean; see {@link UpgradeHandlers}.
 */
final class HandshakeRequest extends HttpServletRequestWrapper {
  private final UpgradeHandlers handlers;

  HandshakeRequest(HttpServletRequest request, UpgradeHandlers handlers) {
    super(request);
    this.handlers = handlers;
  }

  /** Departs from its contract: null where it would have to make one. */
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
