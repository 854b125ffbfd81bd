package io.heartwire.console;

import io.heartwire.channel.ChannelRules;
import io.heartwire.drain.Drain;
import io.heartwire.heartbeat.Heartbeat;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is wrong with the process, or is so on purpose and must not be forgotten. */
@Singleton
class NodeProblems implements ProblemSource {
  private final Heartbeat heartbeat;
  private final Drain drain;
  private final ChannelRules rules;

  @Inject
  NodeProblems(Heartbeat heartbeat, Drain drain, ChannelRules rules) {
    this.heartbeat = heartbeat;
    this.drain = drain;
    this.rules = rules;
  }

  @Override
  public List<Problem> bad() {
    return heartbeat.isBeating()
        ? List.of()
        : List.of(new Problem(true, "the heartbeat has stopped: restart this node", 0));
  }

  @Override
  public List<Problem> present() {
    List<Problem> found = new ArrayList<>();
    if (drain.refusesClients()) {
      found.add(new Problem(false, "the node drains, or is drained: it takes no clients", 0));
    }
    if (rules.isInsecure()) {
      found.add(
          new Problem(
              false,
              "development mode, everybody may do everything (heartwire.client.insecure)",
              0));
    }
    return found;
  }

  @Override
  public Map<String, Long> counts() {
    return Map.of("sweeps were late: the process paused, or lacks CPU", heartbeat.lateSweeps());
  }
}
