package io.heartwire.broker.redis;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What tells the store of this Redis, under this prefix, from any other: a random id that the first
 * node puts there. It is lost with the data, and then there is another. Safe for use by any thread;
 * nothing blocks.
 */
final class StoreId {
  private static final Logger LOG = Logger.getLogger(StoreId.class.getName());
  private final String key;
  private volatile @Nullable String id;
  private final AtomicInteger losses = new AtomicInteger();

  StoreId(ClusterKeys keys) {
    this.key = keys.storeId();
  }

  /** Empty while it is not known: then repetitions are not said to be recognised. */
  String get() {
    String known = id;
    return known == null ? "" : known;
  }

  /** Redis is away: what comes back may be another, or one that has lost its data. */
  void forget() {
    losses.incrementAndGet();
    id = null;
  }

  /** Reads it again: it may be another Redis, or one that has lost its data. */
  void read(RedisLink link) {
    int before = losses.get();
    byte[] drawn = Replies.bytes(UUID.randomUUID().toString());
    Replies.named(
            "reading the store's id",
            () ->
                link.commands()
                    .get(key)
                    .thenCompose(
                        known ->
                            known != null
                                ? CompletableFuture.completedStage(known)
                                : link.commands()
                                    .setnx(key, drawn)
                                    .thenCompose(isNew -> link.commands().get(key))))
        .whenComplete(
            (found, failure) -> {
              if (losses.get() != before) {
                return; // it is read when Redis is back
              }
              if (failure == null && found != null) {
                id = Replies.text(found);
              } else {
                id = null;
                LOG.log(Level.FINE, "the store's id is not known", failure);
              }
            });
  }

  /** Tries again what has failed. */
  void readIfMissing(RedisLink link) {
    if (id == null && link.isReady()) {
      read(link);
    }
  }
}
