package io.heartwire.console;

import io.heartwire.admission.AccessKey;
import io.heartwire.hook.RefusedException;
import io.heartwire.http.JsonAnswer;
import io.heartwire.http.RequestBody;
import io.heartwire.http.StaticFiles;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * The operations console over HTTP: its page, and below {@code data/} what the page asks for.
 *
 * <p>A filter and not a servlet, so that the path is the application's own where {@code
 * heartwire.console.enabled=false}, or where it serves something of its own below it.
 */
public class ConsoleFilter extends HttpFilter {
  /** Where it stands. */
  public static final String PATTERN = "/console/*";

  private static final long serialVersionUID = 1L;
  private static final String PATH = "/console";
  private static final String DATA = PATH + "/data/";
  private static final String PAGE = "console.html";
  private static final String SCHEME = "Bearer";

  /** Room for a publication, and for a token at sign-in. */
  private static final int MOST_BYTES = 128 << 10;

  /** For a request with its answer. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final StaticFiles FILES = new StaticFiles("heartwire-console");

  @Inject private transient Provider<ConsoleConfig> config;
  @Inject private transient ConsoleExchange exchange;
  private transient boolean isTaken;

  @Override
  public void init() {
    isTaken =
        getServletContext().getServletRegistrations().values().stream()
            .flatMap(servlet -> servlet.getMappings().stream())
            .anyMatch(mapping -> mapping.equals(PATH) || mapping.startsWith(PATH + "/"));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Of the address as it was sent: an escaped one is none of ours.
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (isTaken || !config.get().enabled()) {
      chain.doFilter(request, response);
    } else if (path.startsWith(DATA)) {
      data(path.substring(DATA.length()), request, response);
    } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      response.setHeader("Allow", "GET, HEAD");
      response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (path.equals(PATH + "/")) {
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", "../console"); // right below any context root and proxy
    } else {
      FILES.serve(
          path.equals(PATH) ? PAGE : path.substring(Math.min(path.length(), PATH.length() + 1)),
          request,
          response);
    }
  }

  private void data(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String type = String.valueOf(request.getContentType());
    if (!request.getMethod().equals("POST")) {
      response.setHeader("Allow", "POST");
      refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "data are asked for by POST");
      return;
    }
    // What a form of another site can send is none of these.
    if (!type.equals("application/json") && !type.startsWith("application/json;")) {
      refuse(
          response,
          HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
          "the Content-Type must be application/json");
      return;
    }
    ConsoleExchange.Caller caller =
        new ConsoleExchange.Caller(
            AccessKey.credentials(request.getHeader("Authorization"), SCHEME),
            request.getRemoteAddr());
    if (!ConsoleExchange.isForAnybody(name) && !exchange.isSignedIn(caller)) {
      ConsoleErrors.answer(ConsoleErrors.unauthorized("sign in first")).write(response);
      return; // nobody knows who sends the body
    }
    JsonAnswer.respond(
        request,
        response,
        RequestBody.read(request, MOST_BYTES, LIMIT)
            .thenCompose(body -> exchange.run(name, caller, body))
            .exceptionally(ConsoleFilter::unreadable));
  }

  private static JsonAnswer unreadable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    int status =
        cause instanceof RequestBody.UnreadableException unreadable ? unreadable.status() : 500;
    return ConsoleErrors.answer(
        status,
        ConsoleErrors.badRequest(String.valueOf(cause == null ? null : cause.getMessage())));
  }

  private static void refuse(HttpServletResponse response, int status, String why)
      throws IOException {
    RefusedException refused = ConsoleErrors.badRequest(why);
    ConsoleErrors.answer(status, refused).write(response);
  }
}
