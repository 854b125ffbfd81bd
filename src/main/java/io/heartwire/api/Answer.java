package io.heartwire.api;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.StreamPosition;
import io.heartwire.drain.DrainReport;
import java.util.List;
import java.util.Map;

/** What became of a command. */
sealed interface Answer {

  /** It was not carried out. */
  record Failure(ApiError error) implements Answer {}

  /** It was, and there is nothing more to say. */
  record Done() implements Answer {}

  record Published(StreamPosition position) implements Answer {}

  /**
   * @param each {@link Published} or {@link Failure}, in the order of the channels
   */
  record Broadcasted(List<Answer> each) implements Answer {}

  record Present(List<ClientInfo> clients) implements Answer {}

  record Stats(PresenceStats stats) implements Answer {}

  record Read(HistoryPage page) implements Answer {}

  /**
   * @param clients how many are subscribed, by channel
   */
  record Active(Map<String, Integer> clients) implements Answer {}

  record Info(NodeInfo node) implements Answer {}

  /** What one node tells of itself. */
  record NodeInfo(
      String uid,
      String name,
      String version,
      int clients,
      int users,
      int channels,
      long subscriptions,
      long uptimeSeconds) {}

  /** How far a drain or a rebalance is, or how it went. */
  record Left(DrainReport report) implements Answer {}

  record Returned(Payload data) implements Answer {}

  /**
   * The answer to a command of a batch.
   *
   * @param method empty if there was none
   */
  record Reply(String method, Answer answer) {}
}
