package io.heartwire.liberty;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Keeps the gateway's own request; for everybody else there is nothing here. */
@WebServlet(urlPatterns = StopHold.PATH, asyncSupported = true, loadOnStartup = 1)
public class HoldServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final long FOREVER = 0;

  @Inject private transient StopHold hold;

  @Override
  public void init() {
    hold.isAt(getServletContext().getContextPath());
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
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
