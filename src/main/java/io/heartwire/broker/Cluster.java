package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The nodes that share an {@link Engine}, and what one asks of all. Safe for use by any thread;
 * nothing blocks.
 */
@Internal
public interface Cluster {

  /**
   * Joins the cluster: commands come to the listener from now on, first those that are kept (see
   * {@link Control#keepFor}). Called once.
   *
   * @throws IllegalStateException if there is a listener already
   */
  void start(ControlListener listener);

  /** The nodes that are there by their leases, this one first, with its figures of now. */
  List<NodeInfo> nodes();

  /** How many they are: for probes and metrics, which need no figures. */
  int size();

  /**
   * Has a command done on every node, this one included. Commands of one node come to every other
   * in the order in which they were sent. A node that is away for some seconds does them when it is
   * back.
   *
   * @return one answer per node, within a few seconds; fails with {@link BrokerException} if the
   *     command could not be handed over: then other nodes may have got it or not, and this one has
   *     done it
   */
  CompletionStage<List<NodeAnswer>> send(Control command);
}
