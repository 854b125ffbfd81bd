package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.time.Duration;

/**
 * A command for every node of the cluster. The engine passes it on and knows nothing of its
 * meaning.
 *
 * @param operation its name
 * @param body its arguments, JSON
 * @param keepFor how long nodes that start or come back later are told of it, too; zero = nodes
 *     that are away for longer than some seconds never hear of it. A kept command may come to a
 *     node more than once
 */
@Internal
public record Control(String operation, Payload body, Duration keepFor) {

  /**
   * @throws IllegalArgumentException if the time is out of range
   */
  public Control {
    PublishOptions.requireLength("time to keep a command", keepFor);
  }

  public Control(String operation, Payload body) {
    this(operation, body, Duration.ZERO);
  }
}
