package io.heartwire.page;

import io.heartwire.http.StaticFiles;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The page and its parts: at {@value #PATH}, and in the gateway's own WAR at {@code /}. The page
 * names its parts by {@code heartwire/…}, which is right from either address. Below {@value
 * #MANUAL} is the documentation that belongs to this version.
 */
public class PageServlet extends HttpServlet {
  /** Where the page is in every application. */
  public static final String PATH = "/heartwire";

  private static final long serialVersionUID = 1L;
  private static final String PAGE = "page.html";
  private static final String MANUAL = "/manual";
  private static final String FIRST_OF_MANUAL = "README.html";
  private static final StaticFiles FILES = new StaticFiles("heartwire");
  private static final StaticFiles PAGES = new StaticFiles("heartwire-manual");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String part = request.getPathInfo();
    if (part == null || !request.getServletPath().equals(PATH)) {
      FILES.serve(PAGE, request, response);
    } else if (part.equals(MANUAL)) {
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", "manual/"); // right below any context root and proxy
    } else if (part.startsWith(MANUAL + '/')) {
      manual(part.substring(MANUAL.length() + 1), request, response);
    } else {
      FILES.serve(part.substring(1), request, response);
    }
  }

  private static void manual(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!PAGES.serve(name.isEmpty() ? FIRST_OF_MANUAL : name, request, response)) {
      response.setContentType("text/plain;charset=utf-8");
      response
          .getOutputStream()
          .print("There is no such page. Files that pages speak of are in the sources.\n");
    }
  }
}
