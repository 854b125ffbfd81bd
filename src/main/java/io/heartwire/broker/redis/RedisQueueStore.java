package io.heartwire.broker.redis;

import static io.heartwire.broker.redis.Replies.bytes;
import static io.heartwire.broker.redis.Replies.number;
import static io.heartwire.broker.redis.Replies.text;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueReceipt;
import io.heartwire.broker.QueueReceipt.Outcome;
import io.heartwire.broker.QueueStats;
import io.heartwire.broker.QueueStore;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Queues in Redis, which nodes share. Each step is one script, so that it happens whole or not at
 * all. What waits is told by pub/sub, and with each renewal of a lease the node looks without it,
 * too. Until the client of Redis is loaded, all calls fail.
 */
final class RedisQueueStore implements QueueStore {
  private static final int PURGED_AT_ONCE = 500;

  /** For steps that add nothing, and so ask for none. */
  private static final QueueLimits NO_LIMITS =
      new QueueLimits(0, 0, false, 0, 0, Duration.ZERO, Duration.ofHours(1), false);

  private final QueueKeys keys;
  private final String owner;
  private final Duration repeatable;
  private final QueueNames names;
  private volatile @Nullable RedisLink link;
  private volatile boolean isTold;
  private volatile @Nullable Listener listener;

  /**
   * @param owner the node, which is told of news
   */
  RedisQueueStore(String prefix, String owner, Duration timeout, TimeSource time) {
    this.keys = new QueueKeys(prefix);
    this.owner = owner;
    this.repeatable = timeout.multipliedBy(4); // a send that times out may still be under way
    this.names = new QueueNames(keys, time);
  }

  /** From now on it is this one. */
  void use(RedisLink made) {
    made.news().add(keys.news(owner), this::ready, this::begins);
    link = made;
  }

  /** Commands can be given, perhaps after a time when they could not. */
  void connected() {
    names.forget();
    Listener told = listener;
    if (told != null) {
      told.missed();
    }
  }

  private void ready(byte[] queue) {
    Listener told = listener;
    if (told != null) {
      told.ready(text(queue));
    }
  }

  private void begins() {
    isTold = true;
    connected();
  }

  /** Whether news of this node's queues have been told once. */
  boolean isTold() {
    return isTold;
  }

  @Override
  public void start(Listener first) {
    if (listener != null) {
      throw new IllegalStateException("the store of queues has been started already");
    }
    listener = first;
  }

  @Override
  public CompletionStage<QueueReceipt> send(
      String queue, QueueDraft draft, String attempt, QueueLimits limits) {
    boolean isKeyed = !draft.key().isEmpty();
    Duration ttl = draft.ttl().isZero() ? limits.ttl() : draft.ttl();
    byte[] body =
        Envelope.body(new PublicationDraft(draft.data(), draft.sender(), draft.headers()));
    return call(
            "sending to",
            QueueScripts.SEND,
            queue,
            limits,
            bytes(isKeyed ? key(draft) : "a:" + attempt),
            bytes((isKeyed ? QueueDraft.KEY_WINDOW : repeatable).toMillis()),
            body,
            millis(draft.delay()),
            millis(ttl),
            bytes(limits.maxMessages()),
            bytes(limits.deadLetterWhenFull() ? 1 : 0),
            bytes(limits.replicated() ? 1 : 0))
        .thenCompose(
            answer -> {
              QueueReceipt receipt =
                  new QueueReceipt(Outcome.valueOf(text(answer.get(0))), number(answer.get(1)));
              return limits.replicated() && receipt.outcome() != Outcome.FULL
                  ? replicated(queue, text(answer.get(2))).thenApply(done -> receipt)
                  : CompletableFuture.completedStage(receipt);
            });
  }

  /** Waits until a replica has what was written. */
  private CompletionStage<@Nullable Void> replicated(String queue, String generation) {
    return Replies.<@Nullable Void>named(
        "replicating queue " + queue, () -> required().acks().await(keys.mark(queue), generation));
  }

  @Override
  public CompletionStage<Batch> take(
      String queue, String who, long request, int most, QueueLimits limits) {
    return call(
            "taking from",
            QueueScripts.TAKE,
            queue,
            limits,
            bytes(who),
            bytes(request),
            bytes(most))
        .thenApply(
            answer ->
                new Batch(
                    QueueScriptAnswers.messages(queue, answer.subList(2, answer.size())),
                    number(answer.get(0)) == 1,
                    QueueScriptAnswers.due(answer.get(1))));
  }

  @Override
  public CompletionStage<List<Boolean>> acknowledge(
      String queue, String who, List<Lease> leases, QueueLimits limits) {
    return call(
            "acknowledging in",
            QueueScripts.ACKNOWLEDGE,
            queue,
            limits,
            arguments(leases, bytes(who)))
        .thenApply(QueueScriptAnswers::flags);
  }

  @Override
  public CompletionStage<List<Boolean>> giveBack(
      String queue,
      String who,
      List<Lease> leases,
      Return how,
      Duration delay,
      String why,
      QueueLimits limits) {
    return call(
            "giving back to",
            QueueScripts.GIVE_BACK,
            queue,
            limits,
            arguments(leases, bytes(who), bytes(how.name()), millis(delay), bytes(why)))
        .thenApply(QueueScriptAnswers::flags);
  }

  @Override
  public CompletionStage<Renewal> renew(
      String queue, String who, int consumers, QueueLimits limits) {
    return call(
            "renewing a lease of", QueueScripts.RENEW, queue, limits, bytes(who), bytes(consumers))
        .thenApply(
            answer ->
                new Renewal(
                    number(answer.get(0)) == 1,
                    number(answer.get(2)) == 1,
                    (int) number(answer.get(3)),
                    QueueScriptAnswers.due(answer.get(1))));
  }

  @Override
  public CompletionStage<Integer> reconcile(
      String queue, String who, Collection<Long> known, QueueLimits limits) {
    List<byte[]> arguments = new ArrayList<>(List.of(bytes(who)));
    known.forEach(id -> arguments.add(bytes(id)));
    return call(
            "reconciling", QueueScripts.RECONCILE, queue, limits, arguments.toArray(byte[][]::new))
        .thenApply(answer -> (int) number(answer.get(0)));
  }

  @Override
  public CompletionStage<@Nullable Void> leave(String queue, String who, QueueLimits limits) {
    return call("leaving", QueueScripts.LEAVE, queue, limits, bytes(who))
        .<@Nullable Void>thenApply(answer -> null);
  }

  @Override
  public CompletionStage<@Nullable Void> expire(String queue, QueueLimits limits) {
    return called("expiring messages of", QueueScripts.EXPIRE, queue, limits)
        .<@Nullable Void>thenCompose(
            answer -> {
              if (number(answer.get(0)) == 0) {
                return CompletableFuture.<@Nullable Void>completedStage(null);
              }
              return expire(queue, limits);
            });
  }

  @Override
  public CompletionStage<QueueStats> stats(String queue) {
    return called("counting", QueueScripts.STATS, queue, NO_LIMITS)
        .thenApply(QueueScriptAnswers::stats);
  }

  @Override
  public CompletionStage<List<QueueMessage>> peek(String queue, long after, int most) {
    return called("looking into", QueueScripts.PEEK, queue, NO_LIMITS, bytes(after), bytes(most))
        .thenApply(answer -> QueueScriptAnswers.messages(queue, answer));
  }

  @Override
  public CompletionStage<Long> purge(String queue) {
    return called("purging", QueueScripts.PURGE, queue, NO_LIMITS, bytes(PURGED_AT_ONCE))
        .thenCompose(
            answer -> {
              long gone = number(answer.get(0));
              return gone < PURGED_AT_ONCE
                  ? CompletableFuture.completedStage(gone)
                  : purge(queue).thenApply(more -> more + gone);
            });
  }

  @Override
  public CompletionStage<Integer> revive(String queue, int most, QueueLimits limits) {
    return call(
            "reviving dead letters of",
            QueueScripts.REVIVE,
            queue,
            limits,
            bytes(most),
            bytes(limits.maxMessages()))
        .thenApply(answer -> (int) number(answer.get(0)));
  }

  @Override
  public CompletionStage<List<String>> names(int most) {
    return Replies.named("listing queues", () -> names.list(required(), most));
  }

  /** By somebody who uses the queue. */
  private CompletionStage<List<Object>> call(
      String what, Script script, String queue, QueueLimits limits, byte[]... own) {
    return Replies.named(
        what + " queue " + queue,
        () -> {
          names.use(required(), QueueStore.origin(queue));
          return called(what, script, queue, limits, own);
        });
  }

  /** By anybody; who only looks makes no queue. */
  private CompletionStage<List<Object>> called(
      String what, Script script, String queue, QueueLimits limits, byte[]... own) {
    return Replies.named(
        what + " queue " + queue,
        () -> {
          RedisLink redis = required();
          List<byte[]> all =
              new ArrayList<>(
                  List.of(
                      bytes(queue),
                      bytes(keys.newsPrefix()),
                      bytes(redis.publishing().equals("SPUBLISH") ? 1 : 0),
                      millis(limits.lease()),
                      bytes(limits.maxDeliveries()),
                      bytes(limits.maxDead()),
                      bytes(limits.maxBytes())));
          all.addAll(Arrays.asList(own));
          return script.call(redis, keys.of(queue), all.toArray(byte[][]::new));
        });
  }

  private RedisLink required() {
    RedisLink made = link;
    if (made == null) {
      throw new BrokerException(
          BrokerException.Kind.UNAVAILABLE,
          "the client of Redis is being loaded: try again in a second");
    }
    return made;
  }

  private static byte[][] arguments(List<Lease> leases, byte[]... first) {
    List<byte[]> all = new ArrayList<>(Arrays.asList(first));
    leases.forEach(
        lease -> {
          all.add(bytes(lease.id()));
          all.add(bytes(lease.delivery()));
        });
    return all.toArray(byte[][]::new);
  }

  private static String key(QueueDraft draft) {
    String author = draft.sender() == null ? "" : Idempotency.authorOf(draft.sender());
    return "k:" + author.length() + ":" + author + ":" + draft.key();
  }

  /** At least one where it is not zero. */
  private static byte[] millis(Duration duration) {
    return bytes(duration.isZero() ? 0 : Math.max(1, duration.toMillis()));
  }
}
