package io.heartwire.liberty;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Has the filters after it upgrade a {@link HandshakeRequest}, which costs half as much. */
public class HandshakeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject private transient UpgradeHandlers handlers;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(new HandshakeRequest(request, handlers), response);
  }
}
