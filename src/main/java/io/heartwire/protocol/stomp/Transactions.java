package io.heartwire.protocol.stomp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one client: what it sends and settles in one of them happens when it commits.
 * First all is sent, then all is settled: what breaks off in between is delivered again, and
 * nothing is lost. Their bytes are counted until they have ended.
 *
 * <p>Used by the client's commands only, one at a time; any thread may ask {@link #isAnyOver}.
 */
final class Transactions {
  private final StompConfig config;
  private final Unfinished.Share unfinished;
  private final Map<String, Transaction> open = new HashMap<>(2);
  private long held; // by all of them
  private volatile long firstBegunAt; // valid while isAnyOpen
  private volatile boolean isAnyOpen;

  private static final class Transaction {
    final long begunAt;
    final List<Supplier<CompletionStage<?>>> sends = new ArrayList<>();
    final List<Supplier<CompletionStage<Boolean>>> settlements = new ArrayList<>();
    long bytes;
    long held;

    Transaction(long begunAt) {
      this.begunAt = begunAt;
    }
  }

  Transactions(StompConfig config, Unfinished.Share unfinished) {
    this.config = config;
    this.unfinished = unfinished;
  }

  void begin(String name, long now) {
    if (open.containsKey(name)) {
      throw StompException.badRequest(
          "transaction '%s' has begun already".formatted(ClientFrame.shown(name)));
    }
    if (open.size() >= config.mostTransactions()) {
      throw StompException.badRequest(
          "a client may have heartwire.stomp.max-transactions=%d open: commit one first"
              .formatted(config.mostTransactions()));
    }
    open.put(name, new Transaction(now));
    note();
  }

  void send(ClientFrame frame, Supplier<CompletionStage<?>> step) {
    room(frame).sends.add(step);
  }

  void settle(ClientFrame frame, Supplier<CompletionStage<Boolean>> step) {
    room(frame).settlements.add(step);
  }

  void abort(String name) {
    forget(take(name));
  }

  /** The connection has ended. By any thread. */
  void close() {
    unfinished.end();
  }

  /**
   * Does all of it.
   *
   * @return whether each message that it settles was still the client's
   */
  CompletionStage<Boolean> commit(String name) {
    Transaction committed = take(name);
    CompletionStage<?> sent = CompletableFuture.completedStage(null);
    for (Supplier<CompletionStage<?>> step : committed.sends) {
      sent = sent.thenCompose(done -> step.get());
    }
    return sent.thenCompose(done -> settle(committed))
        .whenComplete((done, failure) -> forget(committed));
  }

  private static CompletionStage<Boolean> settle(Transaction committed) {
    List<CompletableFuture<Boolean>> settled =
        committed.settlements.stream().map(step -> step.get().toCompletableFuture()).toList();
    return CompletableFuture.allOf(settled.toArray(CompletableFuture[]::new))
        .thenApply(all -> settled.stream().allMatch(CompletableFuture::join));
  }

  boolean isAnyOver(long now) {
    return isAnyOpen && now - firstBegunAt >= config.transactionTimeout().toNanos();
  }

  /**
   * @throws StompException if one is open for too long
   */
  void checkTime(long now) {
    if (isAnyOver(now)) {
      throw StompException.badRequest(
          "a transaction was open for longer than heartwire.stomp.transaction-timeout=%s"
              .formatted(config.transactionTimeout()));
    }
  }

  private Transaction room(ClientFrame frame) {
    Transaction one = find(frame.header("transaction"));
    if (one.sends.size() + one.settlements.size() >= config.mostTransactionFrames()) {
      throw StompException.badRequest(
          "a transaction may have heartwire.stomp.max-transaction-frames=%d"
              .formatted(config.mostTransactionFrames()));
    }
    one.bytes += frame.size();
    if (one.bytes > config.mostTransactionBytes()) {
      throw StompException.badRequest(
          "a transaction may have heartwire.stomp.max-transaction-bytes=%d"
              .formatted(config.mostTransactionBytes()));
    }
    one.held += frame.cost();
    held += frame.cost();
    unfinished.hold(held);
    return one;
  }

  private Transaction find(String name) {
    Transaction one = open.get(name);
    if (one == null) {
      throw StompException.badRequest(
          "there is no transaction '%s': send BEGIN first".formatted(ClientFrame.shown(name)));
    }
    return one;
  }

  private Transaction take(String name) {
    Transaction one = find(name);
    open.remove(name);
    note();
    return one;
  }

  private void forget(Transaction ended) {
    held -= ended.held;
    unfinished.hold(held);
  }

  private void note() {
    @Nullable Transaction first = null;
    for (Transaction one : open.values()) {
      if (first == null || one.begunAt - first.begunAt < 0) {
        first = one;
      }
    }
    if (first != null) {
      firstBegunAt = first.begunAt;
    }
    isAnyOpen = first != null;
  }
}
