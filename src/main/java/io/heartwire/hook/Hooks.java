package io.heartwire.hook;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Asks an application's beans, with a limit on how long they may take.
 *
 * <p>Whatever goes wrong in one (it throws, it answers null, it does not answer in time) is
 * counted, logged at most once a second, and reaches nobody but the client that asked. Safe for use
 * by any thread.
 */
@Singleton
public class Hooks {
  private static final Logger LOG = Logger.getLogger(Hooks.class.getName());

  private final long timeoutNanos;
  private final LongAdder failed = new LongAdder();
  private final LogThrottle log;

  @Inject
  public Hooks(HookConfig config, TimeSource time) {
    this.timeoutNanos = config.timeout().toNanos();
    this.log = new LogThrottle(time);
  }

  /**
   * The grant of the first hook that does not defer.
   *
   * @param hooks in the order in which they are asked
   * @param otherwise the grant when all defer; may throw
   * @return fails with {@link RefusedException}, {@link DisconnectException}, with what {@code
   *     otherwise} throws, or with something else when a hook is at fault
   */
  public <H, G> CompletionStage<G> ask(
      List<H> hooks,
      Function<H, CompletionStage<Decision<G>>> question,
      Supplier<CompletionStage<G>> otherwise) {
    return hooks.isEmpty() ? answer(otherwise) : askNext(hooks.iterator(), question, otherwise);
  }

  /** Calls a bean once and waits no longer than the limit for what it promises. */
  public <T> CompletionStage<T> call(Object bean, Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> answer;
    try {
      answer = call.get().toCompletableFuture();
    } catch (RuntimeException thrown) {
      answer = CompletableFuture.failedFuture(thrown);
    }
    if (!answer.isDone()) {
      answer = answer.copy().orTimeout(timeoutNanos, TimeUnit.NANOSECONDS);
    }
    return answer
        .thenApply(value -> Objects.requireNonNull(value, "the answer is null"))
        .whenComplete(
            (value, failure) -> {
              if (failure != null) {
                report(bean, causeOf(failure));
              }
            });
  }

  /** An application's beans of one kind, the one with the lowest {@code @Priority} first. */
  public static <H> List<H> inOrder(Instance<H> beans) {
    return beans
        .handlesStream()
        .sorted(Comparator.comparingInt(handle -> priorityOf(handle.getBean())))
        .map(Instance.Handle::get)
        .toList();
  }

  /** Hooks and handlers that threw, or were too slow, since the start. */
  public long failed() {
    return failed.sum();
  }

  /** What a stage really failed with. */
  public static Throwable causeOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private static int priorityOf(Bean<?> bean) {
    Priority priority = bean.getBeanClass().getAnnotation(Priority.class);
    return priority == null ? Interceptor.Priority.APPLICATION : priority.value();
  }

  private <H, G> CompletionStage<G> askNext(
      Iterator<H> hooks,
      Function<H, CompletionStage<Decision<G>>> question,
      Supplier<CompletionStage<G>> otherwise) {
    if (!hooks.hasNext()) {
      return answer(otherwise);
    }
    H hook = hooks.next();
    return call(hook, () -> question.apply(hook))
        .thenCompose(
            decision ->
                decision instanceof Decision.Defer
                    ? askNext(hooks, question, otherwise)
                    : grant(decision));
  }

  private static <G> CompletionStage<G> grant(Decision<G> decision) {
    if (decision instanceof Decision.Accept<G> accept) {
      return CompletableFuture.completedStage(accept.grant());
    }
    if (decision instanceof Decision.Disconnect<G> disconnect) {
      return CompletableFuture.failedStage(
          new DisconnectException(disconnect.code(), disconnect.reason()));
    }
    Decision.Refuse<G> refuse = (Decision.Refuse<G>) decision;
    return CompletableFuture.failedStage(
        new RefusedException(refuse.code(), refuse.message(), refuse.temporary()));
  }

  private static <G> CompletionStage<G> answer(Supplier<CompletionStage<G>> otherwise) {
    try {
      return otherwise.get();
    } catch (RuntimeException refused) {
      return CompletableFuture.failedStage(refused);
    }
  }

  private void report(Object bean, Throwable failure) {
    if (failure instanceof Answer) {
      return;
    }
    failed.increment();
    if (log.permits()) {
      LOG.log(
          Level.WARNING,
          failure,
          () -> bean.getClass().getName() + " failed, or took longer than heartwire.hook.timeout");
    }
  }
}
