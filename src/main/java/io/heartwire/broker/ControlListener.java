package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.util.concurrent.CompletionStage;

/** Does what commands of the cluster say, on this node. Called by any thread; must not block. */
@Internal
public interface ControlListener {

  /**
   * Does a command. Called once at a time for the commands of one node, in order.
   *
   * @return the answer, JSON; a failed stage says in its message why it was not done
   */
  CompletionStage<Payload> control(NodeId from, Control command);

  /** What other nodes and people are told of this one, JSON; asked for at every renewal. */
  Payload figures();
}
