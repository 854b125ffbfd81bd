package io.heartwire.api;

import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueStats;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.QueueRules;
import io.heartwire.queue.Queues;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends to queues, and looks after them. Safe for use by any thread; nothing blocks. */
@Singleton
class QueueCommands {

  /** Queues that a page is taken from. */
  static final int MOST_KNOWN = 10_000;

  /** Dead letters that are moved in one step, which the engine does without a pause. */
  static final int MOVED_AT_ONCE = 500;

  private final Queues queues;
  private final QueueRules rules;

  @Inject
  QueueCommands(Queues queues, QueueRules rules) {
    this.queues = queues;
    this.rules = rules;
  }

  CompletionStage<ApiAnswer> send(ApiRequest.QueueSend request) {
    QueueName queue = NameCheck.queue(request.queue());
    Payload data = request.data();
    if (data == null) {
      throw ApiException.badRequest("data is missing; b64data may stand for it");
    }
    String key = request.idempotencyKey();
    if (key.length() > QueueDraft.LONGEST_KEY) {
      throw ApiException.badRequest(
          "idempotency_key is longer than %d characters".formatted(QueueDraft.LONGEST_KEY));
    }
    QueueDraft draft =
        new QueueDraft(data, request.headers(), null, key, request.delay(), request.ttl());
    return queues.sendNow(queue, draft).thenApply(ApiAnswer.Sent::new);
  }

  CompletionStage<ApiAnswer> stats(ApiRequest.QueueStats request) {
    if (request.queue().isEmpty()) {
      return page(request);
    }
    if (!request.pattern().isEmpty() || !request.after().isEmpty()) {
      throw ApiException.badRequest(
          "queue is for one, pattern and after are for a page of them: leave one out");
    }
    QueueName queue = configured(request.queue());
    return queues
        .stats(queue)
        .thenApply(stats -> new ApiAnswer.Figures(Map.of(queue.value(), stats), "", false));
  }

  CompletionStage<ApiAnswer> purge(ApiRequest.QueuePurge request) {
    return queues.purge(configured(request.queue())).thenApply(ApiAnswer.Purged::new);
  }

  /** From the queue of dead letters into the one that they come from, whichever is named. */
  CompletionStage<ApiAnswer> move(ApiRequest.QueueMove request) {
    QueueName queue = configured(request.queue()).origin();
    return moved(queue, 0, request.limit())
        .thenCompose(
            moved ->
                queues.stats(queue).thenApply(stats -> new ApiAnswer.Moved(moved, stats.dead())));
  }

  /** Goes on while a step finds as many as it may move, and room for them. */
  private CompletionStage<Integer> moved(QueueName queue, int before, int most) {
    int step = Math.min(MOVED_AT_ONCE, most - before);
    return queues
        .revive(queue, step)
        .thenCompose(
            count -> {
              int all = before + count;
              return count < step || all == most
                  ? CompletableFuture.completedStage(all)
                  : moved(queue, all, most);
            });
  }

  private CompletionStage<ApiAnswer> page(ApiRequest.QueueStats request) {
    Glob glob = Glob.parse(request.pattern().isEmpty() ? "*" : request.pattern());
    return queues
        .names(MOST_KNOWN + 1)
        .thenCompose(
            all -> {
              List<QueueName> wanted =
                  all.stream()
                      .filter(name -> name.value().compareTo(request.after()) > 0)
                      .filter(name -> glob.matches(name.value()))
                      .sorted((one, other) -> one.value().compareTo(other.value()))
                      .limit(request.limit() + 1L)
                      .toList();
              return figures(
                  wanted.subList(0, Math.min(wanted.size(), request.limit())),
                  wanted.size() > request.limit(),
                  all.size() > MOST_KNOWN);
            });
  }

  private CompletionStage<ApiAnswer> figures(
      List<QueueName> page, boolean hasMore, boolean isIncomplete) {
    List<CompletableFuture<QueueStats>> asked = new ArrayList<>();
    page.forEach(name -> asked.add(queues.stats(name).toCompletableFuture()));
    String next = hasMore ? page.get(page.size() - 1).value() : "";
    return StageLists.all(asked)
        .thenApply(
            all -> {
              Map<String, QueueStats> byName = new LinkedHashMap<>();
              for (int i = 0; i < all.size(); i++) {
                byName.put(page.get(i).value(), all.get(i));
              }
              return new ApiAnswer.Figures(byName, next, isIncomplete);
            });
  }

  /**
   * @throws io.heartwire.queue.QueueException if its namespace is not configured
   */
  private QueueName configured(String text) {
    QueueName queue = NameCheck.queue(text);
    rules.require(queue);
    return queue;
  }
}
