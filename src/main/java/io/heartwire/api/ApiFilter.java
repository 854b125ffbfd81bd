package io.heartwire.api;

import io.heartwire.admission.ProtectedEndpoint;
import io.heartwire.admission.QueryParameters;
import io.heartwire.admission.WrongKeys;
import io.heartwire.http.JsonAnswer;
import io.heartwire.trace.Step;
import io.heartwire.trace.TraceSpan;
import io.heartwire.trace.Tracing;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The server API over HTTP. Nobody passes who does not know the key, before anything else of a
 * request is looked at.
 *
 * <p>A filter and not resources of JAX-RS: an application that names no classes of its own would
 * take up those of every library, and each filter and mapper among them with all of its requests.
 * And a filter can let a request go on: an application that serves {@code /api} itself keeps it,
 * and only calls that show the key are taken out of it.
 */
public class ApiFilter extends HttpFilter {
  /** Where it stands. */
  public static final String PATTERN = "/api/*";

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(ApiFilter.class.getName());
  private static final String PATH = "/api/";

  @Inject private transient Provider<ApiConfig> config;
  @Inject private transient ApiExchange exchange;
  @Inject private transient WrongKeys wrongKeys;
  @Inject private transient Tracing tracing;

  private transient boolean isShared;

  @Override
  public void init() {
    isShared =
        getServletContext().getServletRegistrations().values().stream()
            .flatMap(servlet -> servlet.getMappings().stream())
            .anyMatch(ApiFilter::reachesIn);
  }

  /** Whether a servlet with such a mapping serves something below our path. */
  static boolean reachesIn(String mapping) {
    return mapping.startsWith(PATH) || mapping.equals("/*") || mapping.equals("/");
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String method = methodOf(request);
    boolean isKnown = ApiExchange.isKnown(method);
    boolean isOpen = config.get().key().opens(presented(request));
    if (isShared && !(isKnown && isOpen)) {
      if (isKnown && presented(request).isAny()) {
        wrongKeys.report(
            ProtectedEndpoint.SERVER_API); // most likely meant for us; the application answers it
      }
      chain.doFilter(request, response);
    } else if (!isOpen) {
      wrongKeys.report(ProtectedEndpoint.SERVER_API);
      response.setHeader("WWW-Authenticate", ApiKey.SCHEME);
      refuse(response, HttpServletResponse.SC_UNAUTHORIZED, ApiError.UNAUTHORIZED);
    } else if (!isKnown) {
      refuse(response, HttpServletResponse.SC_NOT_FOUND, ApiError.METHOD_NOT_FOUND);
    } else if (!ApiExchange.allowed(method).contains(request.getMethod())) {
      response.setHeader("Allow", String.join(", ", ApiExchange.allowed(method)));
      refuse(
          response,
          HttpServletResponse.SC_METHOD_NOT_ALLOWED,
          ApiError.badRequest("methods are called by POST"));
    } else if (method.equals(ApiExchange.DESCRIPTION)) {
      describe(response);
    } else if (request.getMethod().equals("GET")) {
      respond(request, response, exchange.look(method));
    } else {
      respond(request, response, traced(method, request));
    }
  }

  private CompletionStage<ApiExchange.Outcome> traced(String method, HttpServletRequest request)
      throws IOException {
    InputStream body = request.getInputStream();
    TraceSpan span =
        tracing
            .begin(Step.API, request.getHeader(Tracing.TRACEPARENT))
            .set("heartwire.method", method);
    CompletionStage<ApiExchange.Outcome> outcome;
    try (TraceSpan.Entered here = span.enter()) {
      outcome = exchange.run(method, body, span.context());
    }
    return outcome.whenComplete(
        (done, failure) -> {
          if (done != null) {
            span.set("http.response.status_code", done.status());
          }
          span.end(failure);
        });
  }

  /** Of the address as it was sent: an escaped one is none of ours. */
  private static String methodOf(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return path.startsWith(PATH) ? path.substring(PATH.length()) : "";
  }

  private static ApiKey.Presented presented(HttpServletRequest request) {
    return new ApiKey.Presented(
        request.getHeader(ApiKey.HEADER),
        request.getHeader("Authorization"),
        parameter(request.getQueryString()));
  }

  private static @Nullable String parameter(@Nullable String query) {
    try {
      return query == null
          ? null
          : QueryParameters.find(query, ApiKey.PARAMETER).stream().findFirst().orElse(null);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static void respond(
      HttpServletRequest request,
      HttpServletResponse response,
      CompletionStage<ApiExchange.Outcome> stage)
      throws IOException {
    JsonAnswer.respond(
        request, response, stage.exceptionally(ApiFilter::internal).thenApply(ApiFilter::answerOf));
  }

  private static JsonAnswer answerOf(ApiExchange.Outcome outcome) {
    return new JsonAnswer(
        outcome.status(),
        outcome.json(),
        outcome.ignored().isEmpty()
            ? Map.of()
            : Map.of(IgnoredFields.HEADER, outcome.ignored().toString()));
  }

  private static void describe(HttpServletResponse response) throws IOException {
    response.setContentType("application/yaml");
    try (InputStream document = ApiFilter.class.getResourceAsStream(ApiExchange.DESCRIPTION)) {
      Objects.requireNonNull(document).transferTo(response.getOutputStream());
    }
  }

  private static void refuse(HttpServletResponse response, int status, ApiError error)
      throws IOException {
    new JsonAnswer(status, AnswerWriter.error(error)).write(response);
  }

  private static ApiExchange.Outcome internal(Throwable failure) {
    LOG.log(Level.WARNING, "A call of the server API failed", failure);
    return new ApiExchange.Outcome(
        HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
        AnswerWriter.error(ApiError.INTERNAL),
        new IgnoredFields());
  }
}
