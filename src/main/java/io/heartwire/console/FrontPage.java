package io.heartwire.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers {@code /} with the page.
 *
 * <p>The container's welcome files would do the same, but Liberty answers 500 and logs an error
 * when the query holds a {@code %23}, as that of a channel with {@code #} in its name does.
 */
@WebServlet("")
class FrontPage extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.getRequestDispatcher("/index.html").forward(request, response);
  }
}
