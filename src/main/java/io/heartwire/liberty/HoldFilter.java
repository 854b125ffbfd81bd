package io.heartwire.liberty;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Holds the gateway's own request open, and answers 404 to all others. A filter and not a servlet:
 * before a servlet come the application's filters, of which one might not let an asynchronous
 * answer pass, and another nobody without a login.
 */
public class HoldFilter extends HttpFilter {
  /** Where it is. */
  public static final String PATTERN = StopHold.PATH;

  private static final long serialVersionUID = 1L;
  private static final long FOREVER = 0;

  @Inject private transient StopHold hold;

  @Override
  public void init() {
    hold.isAt(getServletContext().getContextPath());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    if (!hold.isOwn(request)) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    AsyncContext context = request.startAsync();
    context.setTimeout(FOREVER);
    hold.hold(context);
  }
}
