package io.heartwire.queue;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.QueueStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A store of queues that does not always answer. */
public final class UnreliableStore {
  /** What goes wrong with a call. */
  public enum Fault {
    NONE,
    NOT_REACHED,
    ANSWER_LOST,
    /** Messages are settled, and then the store is set back to before. */
    FORGOTTEN,
    /** It comes when the test says so. */
    ANSWER_HELD
  }

  private UnreliableStore() {}

  /**
   * @param faults by the name of the method
   */
  public static QueueStore over(QueueStore real, Function<String, Fault> faults) {
    return over(real, faults, new CompletableFuture<>());
  }

  /**
   * @param release when held answers come
   */
  static QueueStore over(
      QueueStore real, Function<String, Fault> faults, CompletionStage<?> release) {
    return (QueueStore)
        Proxy.newProxyInstance(
            UnreliableStore.class.getClassLoader(),
            new Class<?>[] {QueueStore.class},
            (proxy, method, arguments) -> {
              Fault fault = faults.apply(method.getName());
              if (fault == Fault.NOT_REACHED) {
                return CompletableFuture.failedStage(away());
              }
              if (fault == Fault.FORGOTTEN) {
                return CompletableFuture.completedStage(
                    Collections.nCopies(((List<?>) arguments[2]).size(), true));
              }
              Object answer;
              try {
                answer = method.invoke(real, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
              if (fault == Fault.ANSWER_HELD && answer instanceof CompletionStage<?> stage) {
                return release.thenCompose(released -> stage);
              }
              return fault == Fault.ANSWER_LOST && answer instanceof CompletionStage<?> stage
                  ? stage.thenCompose(done -> CompletableFuture.failedStage(away()))
                  : answer;
            });
  }

  private static BrokerException away() {
    return new BrokerException(BrokerException.Kind.UNAVAILABLE, "the store is away");
  }
}
