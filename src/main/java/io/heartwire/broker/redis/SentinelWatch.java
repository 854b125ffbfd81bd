package io.heartwire.broker.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Sentinel twice a second which the master is. A master that lives keeps its clients for ten
 * seconds after another one was named, and what it accepts meanwhile is lost.
 */
final class SentinelWatch {
  private static final Logger LOG = Logger.getLogger(SentinelWatch.class.getName());
  private static final long PERIOD_MILLIS = 500;

  private final RedisClient client;
  private final RedisURI address;
  private final RedisLink link;
  private final AtomicBoolean isAsking = new AtomicBoolean();

  // Used by one question at a time.
  private volatile @Nullable StatefulRedisSentinelConnection<String, byte[]> connection;
  private volatile @Nullable SocketAddress named;
  private volatile String generation = "";
  private volatile boolean isStopped;

  SentinelWatch(RedisClient client, RedisURI address, RedisLink link) {
    this.client = client;
    this.address = address;
    this.link = link;
  }

  void start() {
    Future<?> unused =
        link.threads()
            .scheduleWithFixedDelay(
                this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    isStopped = true;
  }

  private void look() {
    if (isStopped || !isAsking.compareAndSet(false, true)) {
      return;
    }
    try {
      connected()
          .thenCompose(
              sentinel -> sentinel.async().getMasterAddrByName(address.getSentinelMasterId()))
          .whenComplete(
              (now, failure) -> {
                isAsking.set(false);
                if (failure != null) {
                  forget(failure);
                } else if (now != null) {
                  compare(now);
                }
              });
    } catch (RuntimeException closing) {
      isAsking.set(false);
      forget(closing);
    }
  }

  private void compare(SocketAddress now) {
    SocketAddress before = named;
    named = now;
    boolean hasMoved = !link.generation().equals(generation);
    generation = link.generation();
    if (before != null && !before.equals(now) && !hasMoved && link.isReady()) {
      link.renew("the Sentinels name another master");
    }
  }

  private CompletionStage<StatefulRedisSentinelConnection<String, byte[]>> connected() {
    StatefulRedisSentinelConnection<String, byte[]> known = connection;
    if (known != null) {
      return CompletableFuture.completedStage(known);
    }
    return client
        .connectSentinelAsync(LettuceOptions.CODEC, address)
        .thenApply(
            made -> {
              connection = made;
              return made;
            });
  }

  /** Another Sentinel may answer. */
  private void forget(Throwable failure) {
    LOG.log(Level.FINE, "A Sentinel does not answer", failure);
    StatefulRedisSentinelConnection<String, byte[]> old = connection;
    connection = null;
    if (old != null) {
      var unused = old.closeAsync();
    }
  }
}
