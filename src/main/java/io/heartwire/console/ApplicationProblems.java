package io.heartwire.console;

import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hook.BeanFigures;
import io.heartwire.hook.CircuitState;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.RevokedTokens;
import io.heartwire.token.JwksKeys;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with the beans of the application, and with those who issue tokens for it. */
@Singleton
class ApplicationProblems implements ProblemSource {
  private final Hooks hooks;
  private final ApplicationEvents events;
  private final ConnectionRegistry connections;
  private final RevokedTokens revoked;
  private final JwksKeys keys;

  @Inject
  ApplicationProblems(
      Hooks hooks,
      ApplicationEvents events,
      ConnectionRegistry connections,
      RevokedTokens revoked,
      JwksKeys keys) {
    this.hooks = hooks;
    this.events = events;
    this.connections = connections;
    this.revoked = revoked;
    this.keys = keys;
  }

  @Override
  public List<Problem> present() {
    List<Problem> found = new ArrayList<>();
    for (BeanFigures bean : hooks.figures()) {
      if (bean.circuit() != CircuitState.CLOSED) {
        found.add(new Problem(false, "fails too often to be asked: bean " + bean.bean(), 0));
      }
      if (bean.hanging() > 0) {
        found.add(new Problem(false, "calls hang of bean " + bean.bean(), bean.hanging()));
      }
    }
    return found;
  }

  @Override
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("hooks and handlers of the application failed", hooks.failed());
    counts.put("observers of connection events threw", connections.totals().failedObservers());
    counts.put("observers of client events threw", events.failed());
    counts.put(
        "events were dropped: observers are too slow (heartwire.hook.max-events)",
        events.dropped());
    counts.put(
        "revocations were refused for want of room (heartwire.token.max-revocations)",
        revoked.refused());
    counts.put(
        "times the keys that verify tokens could not be fetched (heartwire.token.jwks-url)",
        keys.failed());
    return counts;
  }
}
