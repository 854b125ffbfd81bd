package io.heartwire.admission;

import io.heartwire.connection.CloseReason;
import io.heartwire.selftest.OwnClients;
import io.heartwire.selftest.Sandbox;
import io.heartwire.trace.Step;
import io.heartwire.trace.TraceSpan;
import io.heartwire.trace.Tracing;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The servlet filter before the WebSocket paths: it refuses a client with a status and a reason, or
 * admits it to the pool and passes it on as an {@link AdmittedClient}.
 *
 * <p>Filters run before the container's upgrade, when nothing of the WebSocket layer exists yet.
 * The pool counts the client here, not when the session opens, so that many clients that connect at
 * once are refused with a status and {@code Retry-After}.
 */
public class UpgradeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(UpgradeFilter.class.getName());

  @Inject private transient Admission admission;
  @Inject private transient CurrentConfig config;
  @Inject private transient OwnClients ownClients;
  @Inject private transient Sandbox sandbox;
  @Inject private transient Refusals refusals;
  @Inject private transient Tracing tracing;

  @Override
  public void init() {
    ownClients.isAt(getServletContext().getContextPath());
  }

  /**
   * Lets no exception out: the container would write an error report for each, even when a client
   * has only disconnected before its response.
   */
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    try {
      admit(request, response, chain);
    } catch (ServletException | RuntimeException failure) {
      refusals.failed(failure);
      if (!response.isCommitted()) {
        response.reset();
        Refusal.internal().answer(response);
      }
    }
  }

  private void admit(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    AdmissionRequest admissionRequest = AdmissionRequest.of(request, config.get());
    AdmissionOutcome outcome =
        isOwn(request)
            ? own(admissionRequest, response)
            : traced(admissionRequest, request.getHeader(Tracing.TRACEPARENT));
    if (outcome instanceof Refusal refusal) {
      refusal.answer(response);
    } else {
      try {
        upgrade(request, response, chain, (AdmittedClient) outcome);
      } catch (TooManyWaitingException full) {
        Refusal refusal = Refusal.waiting(config.get().retryAfter());
        refusals.report(refusal, admissionRequest);
        refusal.answer(response);
      }
    }
  }

  private AdmissionOutcome traced(AdmissionRequest request, @Nullable String traceparent) {
    TraceSpan span =
        tracing
            .begin(Step.CONNECT, traceparent)
            .set("heartwire.protocol", request.protocolPath().protocol());
    try (TraceSpan.Entered here = span.enter()) {
      AdmissionOutcome outcome = admission.admit(request);
      if (outcome instanceof Refusal refusal) {
        span.set("heartwire.outcome", refusal.reason().label());
      } else {
        String id = ((AdmittedClient) outcome).connection().id().toString();
        span.set("heartwire.outcome", "admitted").set("heartwire.connection", id);
      }
      return outcome;
    } finally {
      span.end(null);
    }
  }

  private boolean isOwn(HttpServletRequest request) {
    return ownClients.isOwn(request::getHeader, request.getRemoteAddr(), request.getLocalAddr());
  }

  /** No rule is asked, and the place in the pool is one of the sandbox. */
  private AdmissionOutcome own(AdmissionRequest request, HttpServletResponse response) {
    response.setHeader(OwnClients.PROOF, OwnClients.SEEN);
    return sandbox
        .registry()
        .admit(request.peer(), () -> {})
        .<AdmissionOutcome>map(
            client -> new AdmittedClient(client, request.channel(), request.credentials(), true))
        .orElseGet(() -> Refusal.full(config.get().retryAfter()));
  }

  private static void upgrade(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      AdmittedClient admitted)
      throws IOException, ServletException {
    request.setAttribute(AdmittedClient.ATTRIBUTE, admitted);
    boolean upgraded = false;
    try {
      chain.doFilter(request, response);
      upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
    } catch (IOException gone) {
      LOG.log(
          Level.FINE,
          gone,
          () -> "Client disconnected before the response: " + admitted.connection());
    } finally {
      if (!upgraded) {
        admitted.connection().ended(CloseReason.VANISHED);
      }
    }
  }
}
