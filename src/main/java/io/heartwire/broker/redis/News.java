package io.heartwire.broker.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears by pub/sub that there is something to look for. That only makes it quick: whoever is told
 * looks without it, too. A connection on which the node does not hear itself is replaced. Safe for
 * use by any thread; nothing blocks.
 */
final class News {
  private static final Logger LOG = Logger.getLogger(News.class.getName());
  private static final long BEAT_MILLIS = 500;
  private static final byte[] BEAT = {};

  /**
   * Both are called by threads of the client, which they must not block.
   *
   * @param heard told each message
   * @param begins told when news is heard from now on, also after a loss: some may have been missed
   */
  private record Listener(Consumer<byte[]> heard, Runnable begins) {}

  private final RedisLink link;
  private final String beat;
  private final FailureLog failures;
  private final SignsOfLife signs;
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>(); // by name
  private final AtomicBoolean isOpen = new AtomicBoolean();
  private final AtomicBoolean isConnecting = new AtomicBoolean();
  private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> connection;

  /**
   * @param beat a name of this node alone
   */
  News(RedisLink link, String beat) {
    this.link = link;
    this.beat = beat;
    this.signs = new SignsOfLife(link.time());
    this.failures =
        new FailureLog(
            link, link.time(), "Commands of other nodes, and messages of queues, come later");
    listeners.put(beat, new Listener(message -> {}, () -> {}));
  }

  /** Listens to this name, too; before {@link #open}. */
  void add(String name, Consumer<byte[]> heard, Runnable begins) {
    listeners.put(name, new Listener(heard, begins));
  }

  /** Redis can be used: from now on there is a connection whenever that is so. */
  void open() {
    if (isOpen.compareAndSet(false, true)) {
      Future<?> unused =
          link.threads().scheduleWithFixedDelay(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void beat() {
    try {
      signs.beat();
      StatefulRedisPubSubConnection<String, byte[]> made = connection;
      if (!link.isReady()) {
        signs.heard(); // the link says it
      } else if (made == null) {
        connect();
      } else if (signs.isDeaf()) {
        connection = null;
        var unused = made.closeAsync();
        failures.add(new IOException("the connection for news was deaf, and is replaced"));
        connect();
      } else {
        var unused = Replies.named("a beat", () -> link.commands().publish(beat, BEAT));
      }
    } catch (RuntimeException lostMeanwhile) {
      LOG.log(Level.FINE, "no beat", lostMeanwhile);
    }
  }

  private void connect() {
    if (isConnecting.compareAndSet(false, true)) {
      Replies.named(
              "opening a connection for news",
              () -> link.subscriber().thenCompose(opened -> hear(opened)))
          .whenComplete(
              (done, failure) -> {
                isConnecting.set(false);
                failures.add(failure);
              });
    }
  }

  private CompletionStage<Void> hear(StatefulRedisPubSubConnection<String, byte[]> opened) {
    opened.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String name, byte[] message) {
            signs.heard();
            Listener told = listeners.get(name);
            if (told != null) {
              told.heard.accept(message);
            }
          }

          @Override
          public void subscribed(String name, long count) {
            signs.heard();
            Listener told = listeners.get(name);
            if (told != null) {
              told.begins.run();
            }
          }
        });
    List<String> names = new ArrayList<>(listeners.keySet());
    return opened
        .async()
        .subscribe(names.toArray(String[]::new))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                signs.heard();
                connection = opened;
              } else {
                CompletableFuture<Void> unused = opened.closeAsync();
              }
            });
  }
}
