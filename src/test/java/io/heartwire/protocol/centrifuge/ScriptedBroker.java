package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.Broker;
import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.Presence;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.broker.memory.MemoryBroker;
import io.heartwire.testkit.PassingListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A broker that loses publications and takes its time when a test says so. */
final class ScriptedBroker implements Function<MemoryBroker, Broker> {
  private static final Set<String> SLOW = Set.of("history", "addPresence");

  private final Queue<CompletableFuture<Void>> late = new ArrayDeque<>();
  private volatile int losses;
  private volatile boolean isSlow;

  /** So many publications from now on are kept, but not delivered. */
  void loses(int publications) {
    losses = publications;
  }

  /** From now on, subscribing is done with histories and presence when {@link #answers} says so. */
  void takesItsTime() {
    isSlow = true;
  }

  /** Gives all answers that are owed, and the next ones at once again. */
  void answers() {
    isSlow = false;
    while (!late.isEmpty()) {
      late.remove().complete(null);
    }
  }

  @Override
  public Broker apply(MemoryBroker broker) {
    return (Broker)
        Proxy.newProxyInstance(
            Broker.class.getClassLoader(),
            new Class<?>[] {Broker.class, Presence.class},
            (proxy, method, arguments) -> {
              try {
                if (method.getName().equals("start")) {
                  broker.start(new Lossy((BrokerListener) arguments[0]));
                  return null;
                }
                Object answer = method.invoke(broker, arguments);
                return isSlow && SLOW.contains(method.getName())
                    ? late((CompletionStage<?>) answer)
                    : answer;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private CompletionStage<?> late(CompletionStage<?> answer) {
    CompletableFuture<Void> moment = new CompletableFuture<>();
    late.add(moment);
    return moment.thenCompose(now -> answer);
  }

  private final class Lossy extends PassingListener {
    Lossy(BrokerListener listener) {
      super(listener);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // publications of these tests come one by one
    public void publication(String channel, Publication publication, StreamPosition position) {
      if (losses > 0) {
        losses--;
      } else {
        super.publication(channel, publication, position);
      }
    }
  }
}
