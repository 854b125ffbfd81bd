package io.heartwire.console;

import io.heartwire.admission.ProtectedEndpoint;
import io.heartwire.admission.RefusalReason;
import io.heartwire.admission.Refusals;
import io.heartwire.admission.WrongKeys;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.OutboxPool;
import io.heartwire.connection.TransportFigures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with connections, and with those who want one. */
@Singleton
class ClientProblems implements ProblemSource {
  private final ConnectionRegistry connections;
  private final OutboxPool outboxes;
  private final TransportFigures transports;
  private final Refusals refusals;
  private final WrongKeys wrongKeys;

  @Inject
  ClientProblems(
      ConnectionRegistry connections,
      OutboxPool outboxes,
      TransportFigures transports,
      Refusals refusals,
      WrongKeys wrongKeys) {
    this.connections = connections;
    this.outboxes = outboxes;
    this.transports = transports;
    this.refusals = refusals;
    this.wrongKeys = wrongKeys;
  }

  @Override
  public List<Problem> bad() {
    List<Problem> found = new ArrayList<>();
    List<String> stalled = transports.stalled();
    if (!stalled.isEmpty()) {
      found.add(
          new Problem(true, "make no progress: " + String.join(", ", stalled), stalled.size()));
    }
    ConnectionCounts counts = connections.counts();
    if (counts.isAtCapacity()) {
      found.add(
          new Problem(
              true,
              "the pool is full, new clients are refused (heartwire.pool.max-connections)",
              counts.total()));
    }
    return found;
  }

  @Override
  public List<Problem> present() {
    OutboxPool.Figures waiting = outboxes.figures();
    Map<String, Long> found = new LinkedHashMap<>();
    found.put(
        "connections are stale: they have missed a ping", (long) connections.counts().stale());
    found.put("connections are slow: messages wait for them", (long) waiting.inUse());
    found.put("outboxes are in use for longer than a backlog should last", (long) waiting.leaked());
    found.put("threads are blocked by peers, and were replaced", (long) transports.stuckThreads());
    return Problem.counted(found);
  }

  @Override
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("messages were given up by connections that ended", connections.totals().dropped());
    counts.put("errors on single connections", transports.errors());
    for (RefusalReason reason : RefusalReason.values()) {
      counts.put("clients were refused: " + reason.label(), refusals.count(reason));
    }
    for (ProtectedEndpoint endpoint : ProtectedEndpoint.values()) {
      counts.put(
          "requests to the %s had no valid key (%s)".formatted(endpoint, endpoint.setting()),
          wrongKeys.count(endpoint));
    }
    return counts;
  }
}
