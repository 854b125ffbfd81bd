package io.heartwire.hook;

import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Asks an application's beans, with limits on how long they may take, how many calls may be under
 * way, and how often one may fail before it is left alone for a while.
 *
 * <p>Whatever goes wrong in one (it throws, it answers null, it does not answer in time) is
 * counted, logged at most once a second, and reaches nobody but the client that asked. Limits are
 * kept for each bean: one that fails or hangs costs the others nothing. Beans are called on {@link
 * ApplicationThreads}, never on the caller's. Safe for use by any thread, and nothing blocks.
 */
@Internal
@Singleton
public class Hooks {
  private final HookConfig config;
  private final ApplicationThreads threads;
  private final TimeSource time;
  private final Map<Class<?>, BeanGuard> byClass = new ConcurrentHashMap<>();
  private final Map<String, BeanGuard> byName = new ConcurrentSkipListMap<>();

  /** What is asked of a hook. */
  @FunctionalInterface
  public interface Question<H, G> {

    Decision<G> ask(H hook) throws Exception;
  }

  @Inject
  public Hooks(HookConfig config, ApplicationThreads threads, TimeSource time) {
    this.config = config;
    this.threads = threads;
    this.time = time;
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
      List<H> hooks, Question<H, G> question, Supplier<CompletionStage<G>> otherwise) {
    return hooks.isEmpty() ? answer(otherwise) : askNext(hooks.iterator(), question, otherwise);
  }

  /**
   * Calls a bean once, within its limits, on a thread that may block.
   *
   * @return completes on any thread
   */
  public <T> CompletionStage<T> call(Object bean, Callable<CompletionStage<T>> call) {
    return guardOf(bean).call(call);
  }

  /** An application's beans of one kind, the one with the lowest {@code @Priority} first. */
  public static <H> List<H> inOrder(Instance<H> beans) {
    return beans
        .handlesStream()
        .sorted(Comparator.comparingInt(handle -> priorityOf(handle.getBean())))
        .map(Instance.Handle::get)
        .toList();
  }

  /** Every bean that was called so far, by the name of its class. */
  public List<BeanFigures> figures() {
    return byName.values().stream().map(BeanGuard::figures).toList();
  }

  /** Calls since the start of which that became. */
  public long calls(CallOutcome outcome) {
    return figures().stream().mapToLong(bean -> bean.calls().getOrDefault(outcome, 0L)).sum();
  }

  /** Hooks and handlers that threw, or were too slow, since the start. */
  public long failed() {
    return calls(CallOutcome.FAILED) + calls(CallOutcome.TIMED_OUT);
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
      Iterator<H> hooks, Question<H, G> question, Supplier<CompletionStage<G>> otherwise) {
    if (!hooks.hasNext()) {
      return answer(otherwise);
    }
    H hook = hooks.next();
    return call(hook, () -> Decision.known(question.ask(hook)))
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

  /** One for each class: a bean may be known by several proxies. */
  private BeanGuard guardOf(Object bean) {
    return byClass.computeIfAbsent(
        bean.getClass(),
        type ->
            byName.computeIfAbsent(
                nameOf(type), name -> new BeanGuard(name, config, threads, time)));
  }

  /** Containers hide beans behind proxies, whose names begin with the bean's. */
  private static String nameOf(Class<?> type) {
    String name = type.getName();
    int suffix = name.indexOf("$Proxy$");
    return suffix > 0 ? name.substring(0, suffix) : name;
  }
}
