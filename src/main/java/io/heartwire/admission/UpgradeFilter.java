package io.heartwire.admission;

import io.heartwire.connection.CloseReason;
import io.heartwire.warmup.Stage;
import io.heartwire.warmup.Warmup;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

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

  @Inject private transient Admissions admissions;
  @Inject private transient CurrentConfig config;
  @Inject private transient Warmup warmup;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Arrival arrival = Arrival.of(request, config.get());
    Stage stage =
        warmup.stageOf(request::getHeader, request.getRemoteAddr(), request.getLocalAddr());
    Outcome outcome = admissions.of(stage).admit(arrival);
    if (outcome instanceof Refusal refusal) {
      refusal.answer(response);
    } else {
      upgrade(request, response, chain, (Admitted) outcome);
    }
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
      upgraded =
          response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS
              || request.isAsyncStarted(); // whoever answers later sees to it
    } finally {
      if (!upgraded) {
        admitted.connection().ended(CloseReason.VANISHED);
      }
    }
  }
}
