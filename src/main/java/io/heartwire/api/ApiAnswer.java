package io.heartwire.api;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.QueueReceipt;
import io.heartwire.broker.QueueStats;
import io.heartwire.broker.StreamPosition;
import io.heartwire.drain.DrainReport;
import io.heartwire.hub.Nodes;
import java.util.List;
import java.util.Map;

/** What became of a command. */
sealed interface ApiAnswer {

  /** It was not carried out. */
  record Failure(ApiError error) implements ApiAnswer {}

  /**
   * It was, and there is nothing more to say.
   *
   * @param nodes what became of it on each node; empty if there is one only
   */
  record Done(List<NodeAnswer> nodes) implements ApiAnswer {
    Done() {
      this(List.of());
    }
  }

  /**
   * @param local whether it went to subscribers of this node alone
   */
  record Published(StreamPosition position, boolean local) implements ApiAnswer {}

  /**
   * @param each {@link Published} or {@link Failure}, in the order of the channels
   */
  record Broadcasted(List<ApiAnswer> each) implements ApiAnswer {}

  record Present(List<ClientInfo> clients) implements ApiAnswer {}

  record Stats(PresenceStats stats) implements ApiAnswer {}

  record Read(HistoryPage page) implements ApiAnswer {}

  /**
   * @param clients how many are subscribed, by channel
   * @param missing nodes whose clients are not counted
   */
  record Active(Map<String, Integer> clients, List<NodeAnswer> missing) implements ApiAnswer {}

  record Info(List<Nodes.Member> nodes) implements ApiAnswer {}

  /**
   * How far a drain or a rebalance of this node is, or how it went.
   *
   * @param nodes as above
   */
  record Left(DrainReport report, List<NodeAnswer> nodes) implements ApiAnswer {
    Left(DrainReport report) {
      this(report, List.of());
    }
  }

  /** What another node has answered, an object in JSON. */
  record Forwarded(Payload result) implements ApiAnswer {}

  /** Of the methods for queues. */
  sealed interface OfQueues extends ApiAnswer {}

  record Sent(QueueReceipt receipt) implements OfQueues {}

  /**
   * @param figures by queue, in the order of their names
   * @param next the last of them if there are more, else empty
   * @param isIncomplete whether there are so many queues that some are not known here
   */
  record Figures(Map<String, QueueStats> figures, String next, boolean isIncomplete)
      implements OfQueues {}

  record Purged(long messages) implements OfQueues {}

  /**
   * @param left dead letters that are still there
   */
  record Moved(int messages, long left) implements OfQueues {}

  record Returned(Payload data) implements ApiAnswer {}

  /**
   * The answer to a command of a batch.
   *
   * @param method empty if there was none
   */
  record Reply(String method, ApiAnswer answer) {}
}
