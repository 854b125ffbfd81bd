package io.heartwire.admission;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.warmup.Rehearsal;
import io.heartwire.warmup.Warmup;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Stands before the paths of WebSocket protocols: refuses with a status and a reason, or takes the
 * client into the pool and passes it on as {@link Admitted}.
 *
 * <p>Filters run before the container's upgrade; nothing of the WebSocket layer exists yet. A place
 * in the pool is taken here, not when the session opens, so that a crowd that arrives at once is
 * refused with a status that says when to come back.
 */
public class UpgradeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject private transient Admission admission;
  @Inject private transient CurrentConfig config;
  @Inject private transient Warmup warmup;
  @Inject private transient Rehearsal rehearsal;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Arrival arrival = Arrival.of(request, config.get());
    Outcome outcome = isRehearsal(request) ? rehearse(arrival) : admission.admit(arrival);
    if (outcome instanceof Refusal refusal) {
      refusal.answer(response);
    } else {
      upgrade(request, response, chain, (Admitted) outcome);
    }
  }

  /** No rule holds for the gateway's own clients. */
  private boolean isRehearsal(HttpServletRequest request) {
    return warmup.isOwn(
        request.getHeader(Warmup.HEADER), request.getRemoteAddr(), request.getLocalAddr());
  }

  private Outcome rehearse(Arrival arrival) {
    Optional<Connection> connection = rehearsal.admit(arrival.peer());
    return connection.isPresent()
        ? new Admitted(connection.get(), arrival.channel(), arrival.credentials(), true)
        : Refusal.full(config.get().retryAfter());
  }

  private static void upgrade(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      Admitted admitted)
      throws IOException, ServletException {
    request.setAttribute(Admitted.ATTRIBUTE, admitted);
    boolean upgraded = false;
    try {
      chain.doFilter(request, response);
      upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
    } finally {
      if (!upgraded) {
        admitted.connection().ended(CloseReason.VANISHED);
      }
    }
  }
}
