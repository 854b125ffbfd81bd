package io.heartwire.hook;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call of a bean, from waiting for a thread to its answer. Run by a thread of the application,
 * given up by any other, whoever is first.
 */
final class GuardedCall<T> implements Runnable {
  static final String NO_ANSWER = "the answer is null; a hook without an opinion answers defer()";

  private enum State {
    WAITING,
    GIVEN_UP,
    REFUSED,
    INSIDE,
    LEFT
  }

  private final Callable<CompletionStage<T>> question;
  private final ApplicationThreads threads;
  private final BeanCircuit circuit;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile int epoch;

  /**
   * @param circuit that is asked when the call's turn has come
   */
  GuardedCall(
      Callable<CompletionStage<T>> question, ApplicationThreads threads, BeanCircuit circuit) {
    this.question = question;
    this.threads = threads;
    this.circuit = circuit;
  }

  /** What the bean answers, or fails with, whenever it does. */
  CompletableFuture<T> answer() {
    return answer;
  }

  /** Of the circuit when it let the call in. */
  int epoch() {
    return epoch;
  }

  /** The bean is not to be asked any more; false if it has been already. */
  boolean giveUp() {
    return state.compareAndSet(State.WAITING, State.GIVEN_UP);
  }

  /** Whether the circuit did not let it in. */
  boolean isRefused() {
    return state.get() == State.REFUSED;
  }

  /** Whether its thread is in the bean's method now. */
  boolean isInside() {
    return state.get() == State.INSIDE;
  }

  @Override
  public void run() {
    if (!state.compareAndSet(State.WAITING, State.INSIDE)) {
      return;
    }
    if (!circuit.permits()) {
      state.set(State.REFUSED);
      answer.cancel(false);
      return;
    }
    epoch = circuit.epoch();
    CompletionStage<T> stage = ask();
    state.set(State.LEFT);
    var unused =
        stage.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                answer.complete(value);
              } else {
                answer.completeExceptionally(Hooks.causeOf(failure));
              }
            });
  }

  private CompletionStage<T> ask() {
    try {
      return Objects.requireNonNull(threads.inRequest(question), NO_ANSWER);
    } catch (Exception | Error thrown) {
      return CompletableFuture.failedStage(thrown);
    }
  }
}
