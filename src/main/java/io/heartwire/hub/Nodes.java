package io.heartwire.hub;

import io.heartwire.broker.Cluster;
import io.heartwire.broker.NodeInfo;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The nodes that are there, with what they say of themselves. Safe for use by any thread. */
@Internal
@Singleton
public class Nodes {
  private static final Logger LOG = Logger.getLogger(Nodes.class.getName());

  /**
   * One of them.
   *
   * @param figures empty if they can't be read, or it tells none yet
   */
  public record Member(NodeInfo info, Optional<NodeFigures> figures) {

    /** Its name and its uid, for people. */
    public String shown() {
      return info.name() + " (" + info.id().uid() + ")";
    }
  }

  private final Cluster cluster;
  private final LogThrottle log;
  private final LongAdder unreadable = new LongAdder();

  @Inject
  public Nodes(Cluster cluster, TimeSource time) {
    this.cluster = cluster;
    this.log = new LogThrottle(time);
  }

  /** All nodes, this one first. */
  public List<Member> all() {
    return cluster.nodes().stream().map(this::member).toList();
  }

  /** How often figures could not be read since the start. */
  public long unreadable() {
    return unreadable.sum();
  }

  private Member member(NodeInfo node) {
    if (node.figures().isEmpty()) { // it is seen as soon as Redis is, and starts a moment later
      return new Member(node, Optional.empty());
    }
    try {
      return new Member(node, Optional.of(NodeFigures.read(node.figures())));
    } catch (IOException wrong) {
      unreadable.increment();
      if (log.permits()) {
        LOG.log(
            Level.WARNING,
            "The figures of node {0} ({1}, version {2}) cannot be read: {3}. info shows 0 for it,"
                + " and rebalance leaves it out; run the same version on all nodes",
            new Object[] {node.name(), node.id().uid(), node.version(), wrong.getMessage()});
      }
      return new Member(node, Optional.empty());
    }
  }
}
