package io.heartwire.console;

import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.Queues;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends to queues, purges them, and moves dead letters back. Safe for use by any thread. */
@Singleton
class QueueActions implements ConsoleMethods {
  /** Dead letters that come back at a time, and with one action. */
  private static final int REVIVED_AT_ONCE = 500;

  static final int MOST_REVIVED = 10_000;

  private static final JsonField<String> QUEUE = QueueQuestion.QUEUE;
  private static final JsonField<Long> COUNT = JsonField.integer("count", 0, MOST_REVIVED);
  private static final JsonField<Payload> DATA = JsonField.any("data", Payload::uncheckedJson);

  private final Queues queues;
  private final QueueCensus census;

  @Inject
  QueueActions(Queues queues, QueueCensus census) {
    this.queues = queues;
    this.census = census;
  }

  @Override
  public List<ConsoleMethod> methods() {
    return List.of(
        ConsoleMethod.act("queue_send", JsonShape.of(QUEUE, DATA), acting(this::send), QUEUE),
        ConsoleMethod.act("queue_purge", JsonShape.of(QUEUE), acting(this::purge), QUEUE),
        ConsoleMethod.act(
            "queue_move", JsonShape.of(QUEUE, COUNT), acting(this::move), QUEUE, COUNT));
  }

  private CompletionStage<byte[]> send(FieldValues in) {
    QueueName name = QueueQuestion.read(in);
    Payload data = in.find(DATA);
    if (data == null) {
      throw ConsoleErrors.badRequest("data is missing: the message, as JSON");
    }
    return queues
        .sendNow(name, QueueDraft.of(data))
        .thenApply(
            receipt ->
                JsonText.object(
                    out ->
                        out.writeStringField(
                            "outcome", receipt.outcome().name().toLowerCase(Locale.ROOT))));
  }

  private CompletionStage<byte[]> purge(FieldValues in) {
    return queues.purge(QueueQuestion.read(in)).thenApply(count -> counted("removed", count));
  }

  private CompletionStage<byte[]> move(FieldValues in) {
    int count = in.get(COUNT).intValue();
    return move(QueueQuestion.read(in), count == 0 ? MOST_REVIVED : count)
        .thenApply(moved -> counted("moved", moved));
  }

  /** Some at a time, so that the engine is not held up. */
  private CompletionStage<Integer> move(QueueName queue, int most) {
    int next = Math.min(most, REVIVED_AT_ONCE);
    return queues
        .revive(queue, next)
        .thenCompose(
            moved ->
                moved < next || next == most
                    ? CompletableFuture.completedStage(moved)
                    : move(queue, most - next).thenApply(more -> moved + more));
  }

  private static byte[] counted(String name, long count) {
    return JsonText.object(out -> out.writeNumberField(name, count));
  }

  /** Who acts wants to see what has changed. */
  private ConsoleMethod.Handler acting(QueueStep step) {
    return QueueStep.explained(in -> step.run(in).whenComplete((done, failure) -> census.forget()));
  }
}
