package io.heartwire.hook;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a hook makes of an attempt. A hook that has to ask somebody else either blocks until it
 * knows, or answers {@link #later}.
 *
 * @param <G> what an accepted client is granted
 */
public sealed interface Decision<G> {

  /** The hook has no opinion: the next one is asked, and at last the configured rules. */
  record Defer<G>() implements Decision<G> {}

  /** Granted, whatever the configured rules say. */
  record Accept<G>(G grant) implements Decision<G> {

    public Accept {
      Objects.requireNonNull(grant, "nothing is granted");
    }
  }

  /**
   * Refused with an error reply; the connection goes on.
   *
   * @param code of the application, from 400 to 1999, or one of the protocol's
   * @param temporary whether the client may try the same again later
   */
  record Refuse<G>(int code, String message, boolean temporary) implements Decision<G> {}

  /**
   * Refused by closing the connection.
   *
   * @param code from 3000 to 4999: below 3500, and from 4000 to 4499, the client comes back
   */
  record Disconnect<G>(int code, String reason) implements Decision<G> {

    public Disconnect {
      DisconnectException.requireCode(code);
    }
  }

  /**
   * Not known yet; the client waits, and no thread does.
   *
   * @param decision fails with {@link RefusedException}, {@link DisconnectException}, or with
   *     something else when the hook is at fault
   */
  record Later<G>(CompletionStage<Decision<G>> decision) implements Decision<G> {

    public Later {
      Objects.requireNonNull(decision, "no decision will ever be made");
    }
  }

  static <G> Decision<G> defer() {
    return new Defer<>();
  }

  static <G> Decision<G> accept(G grant) {
    return new Accept<>(grant);
  }

  static <G> Decision<G> refuse(int code, String message) {
    return new Refuse<>(code, message, false);
  }

  static <G> Decision<G> disconnect(int code, String reason) {
    return new Disconnect<>(code, reason);
  }

  /** What the stage will say. */
  static <G> Decision<G> later(CompletionStage<Decision<G>> decision) {
    return new Later<>(decision);
  }

  /** The decision that is none for later, when it is known. */
  static <G> CompletionStage<Decision<G>> known(Decision<G> decision) {
    return decision instanceof Later<G> later
        ? later.decision().thenCompose(Decision::known)
        : CompletableFuture.completedStage(decision);
  }
}
