package io.heartwire.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Sends every file of the page with a policy under which it may load and reach its origin only. */
// "/" and not "": for filters Liberty takes "/" as the root alone, and "" as nothing at all.
@WebFilter({"/", "/index.html", "/console/*"})
class PageHeaders extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /*
   * connect-src: CSP 3 lets 'self' cover ws and wss of the same host and port, and all engines have
   * followed since 2022. To name the host instead would mean to trust the Host header, and to allow
   * "ws:" would mean any host.
   */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          // Even a mistake in the page's own script cannot turn a message into markup.
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          // Asked again every time (304 as a rule): modules of two releases must not meet.
          "Cache-Control", "no-cache");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HEADERS.forEach(response::setHeader);
    chain.doFilter(request, response);
  }
}
