package io.heartwire.console;

import io.heartwire.broker.Engine;
import io.heartwire.broker.EngineFigures;
import io.heartwire.broker.EngineState;
import io.heartwire.channel.Channels;
import io.heartwire.channel.RecoveryOutcome;
import io.heartwire.queue.NamespaceCounters;
import io.heartwire.queue.Queues;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with the engine, and with what channels and queues have of it. */
@Singleton
class EngineProblems implements ProblemSource {
  private final Engine engine;
  private final Channels channels;
  private final Queues queues;

  @Inject
  EngineProblems(Engine engine, Channels channels, Queues queues) {
    this.engine = engine;
    this.channels = channels;
    this.queues = queues;
  }

  @Override
  public List<Problem> bad() {
    EngineState state = engine.state();
    return state.status() == EngineState.Status.UP
        ? List.of()
        : List.of(new Problem(true, "the engine cannot be reached: " + state.detail(), 0));
  }

  @Override
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    EngineFigures shared = engine.figures();
    counts.put("publications failed for want of the engine", shared.refused());
    counts.put("publications reached this node alone", shared.localPublications());
    counts.put("messages without history were lost on their way here", shared.lostMessages());
    counts.put("messages of other nodes could not be read", shared.unreadable());
    counts.put("deliveries of the engine failed", shared.failedDeliveries());
    counts.put("connections to the engine were replaced", shared.reconnects());
    counts.put("steps of channels failed that nobody waited for", channels.failedSteps());
    counts.put("messages could not be encoded", channels.failedEncodings());
    counts.put(
        "subscriptions came back and had missed something for good (history-size, history-ttl)",
        channels.recoveries(RecoveryOutcome.UNRECOVERABLE));
    counts.put(
        "subscriptions came back and could not be told what they had missed",
        channels.recoveries(RecoveryOutcome.FAILED));
    counts.put(
        "messages of queues were taken from consumers that had them for too long",
        queues.counters().values().stream().mapToLong(NamespaceCounters::lost).sum());
    counts.put("steps of consumers of queues failed, and are tried again", queues.failedSteps());
    return counts;
  }
}
