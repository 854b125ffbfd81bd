package io.heartwire.console;

import io.heartwire.broker.Control;
import io.heartwire.broker.ControlListener;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.Payload;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.NodeFigures;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What a node does for others, as the server API's, which says why by code and message. */
record NodeListener(NodeConsole inspection) implements ControlListener {
  @Override
  public CompletionStage<Payload> control(NodeId from, Control command) {
    try {
      return inspection
          .answer(command)
          .exceptionally(
              failure -> {
                throw new CompletionException(reason(Hooks.causeOf(failure)));
              });
    } catch (RefusedException refused) {
      throw reason(refused);
    }
  }

  @Override
  public Payload figures() {
    return new NodeFigures(
            new ConnectionCounts(0, 0, 0, 0, 0, 0), 0, 0, 0, 0, false, inspection.details())
        .write();
  }

  private static IllegalStateException reason(Throwable failure) {
    RefusedException refused = (RefusedException) failure;
    return new IllegalStateException(refused.code() + " " + refused.message());
  }
}
