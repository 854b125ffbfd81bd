package io.heartwire.queue;

import io.heartwire.visibility.Internal;
import java.util.concurrent.atomic.LongAdder;

/** What this node has done with the queues of one namespace since the start. */
@Internal
public final class NamespaceCounters {
  final LongAdder sent = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder delivered = new LongAdder();
  final LongAdder redelivered = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder returned = new LongAdder();
  final LongAdder lost = new LongAdder();

  /** Messages accepted. */
  public long sent() {
    return sent.sum();
  }

  /** Messages not accepted, or to the dead letters at once, since the queue was full. */
  public long refused() {
    return refused.sum();
  }

  /** Messages handed to consumers of this node. */
  public long delivered() {
    return delivered.sum();
  }

  /** Those among them that had been delivered before, here or elsewhere. */
  public long redelivered() {
    return redelivered.sum();
  }

  /** Messages that consumers of this node have processed. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Messages that they gave back or rejected, or left behind. */
  public long returned() {
    return returned.sum();
  }

  /** Messages that they had for too long, or while the engine could not be reached. */
  public long lost() {
    return lost.sum();
  }
}
