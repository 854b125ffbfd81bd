package io.heartwire.hub;

import io.heartwire.broker.Control;
import io.heartwire.broker.Payload;
import io.heartwire.visibility.Internal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What people want to know of this node, from whichever node they ask. Safe for use by any thread;
 * nothing blocks.
 */
@Internal
public interface NodeInspection {
  /** The command of the cluster that carries a question, or an order for single connections. */
  String OPERATION = "inspect";

  /** A node of which nobody wants to know anything. */
  NodeInspection NONE =
      new NodeInspection() {
        @Override
        public Payload details() {
          return Payload.EMPTY;
        }

        @Override
        public CompletionStage<Payload> answer(Control question) {
          return CompletableFuture.completedStage(Payload.uncheckedJson(new byte[] {'{', '}'}));
        }
      };

  /** Figures for people, JSON, which go out with those of the lease; empty = none. */
  Payload details();

  /**
   * Answers a command {@value #OPERATION}, JSON of bounded size.
   *
   * @return fails with {@link io.heartwire.hook.RefusedException} if it can't be answered
   */
  CompletionStage<Payload> answer(Control question);
}
