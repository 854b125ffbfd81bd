package io.heartwire.metrics;

import io.heartwire.admission.AccessKey;
import io.heartwire.admission.ProtectedEndpoint;
import io.heartwire.admission.WrongKeys;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Answers a scrape in the text format that Prometheus asks for. */
public class MetricsServlet extends HttpServlet {
  /** Where it is. */
  public static final String PATH = "/metrics";

  private static final long serialVersionUID = 1L;
  private static final String SCHEME = "Bearer";
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  @Inject private transient MetricsRegistry metrics;
  @Inject private transient Provider<MetricsConfig> config;
  @Inject private transient WrongKeys wrongKeys;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (!METHODS.contains(request.getMethod())) {
      response.setHeader("Allow", "GET, HEAD");
      response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (!mayRead(request)) {
      wrongKeys.report(ProtectedEndpoint.METRICS);
      response.setHeader("WWW-Authenticate", SCHEME + " realm=\"heartwire\"");
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      answer(request, response);
    }
  }

  private boolean mayRead(HttpServletRequest request) {
    AccessKey key = config.get().key();
    return !key.isSet()
        || key.matches(AccessKey.credentials(request.getHeader("Authorization"), SCHEME));
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Scrape scrape = metrics.scrape(request.getHeader("Accept"));
    response.setContentType(scrape.contentType());
    response.setContentLength(scrape.body().size());
    if (request.getMethod().equals("GET")) {
      scrape.body().writeTo(response.getOutputStream());
    }
  }
}
