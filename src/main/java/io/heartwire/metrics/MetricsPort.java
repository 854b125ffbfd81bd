package io.heartwire.metrics;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Keeps the metrics on a port of their own if {@code heartwire.metrics.port} is set: that port
 * serves nothing else, and no other port serves them. Runs before all other filters.
 */
public class MetricsPort extends HttpFilter {
  /** What it guards. */
  public static final String PATTERN = "/*";

  private static final long serialVersionUID = 1L;

  @Inject private transient Provider<MetricsConfig> config;
  private transient int port;

  @Override
  public void init() {
    port = config.get().port();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (port == 0 || isForMetrics(request) == (request.getLocalPort() == port)) {
      chain.doFilter(request, response);
    } else {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private static boolean isForMetrics(HttpServletRequest request) {
    return MetricsServlet.PATH.equals(request.getServletPath()) && request.getPathInfo() == null;
  }
}
