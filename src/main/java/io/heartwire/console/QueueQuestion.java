package io.heartwire.console;

import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.Queues;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Which consumers a queue has on this node. Safe for use by any thread. */
@Singleton
class QueueQuestion implements Question {
  static final JsonField<String> QUEUE = JsonField.text("queue");
  static final JsonField<Long> CONSUMERS = JsonField.integer("consumers", 0, Integer.MAX_VALUE);
  static final JsonField<Long> UNACKNOWLEDGED =
      JsonField.integer("unacknowledged", 0, Integer.MAX_VALUE);
  static final JsonShape ANSWER = JsonShape.of(CONSUMERS, UNACKNOWLEDGED);

  private final Queues queues;

  @Inject
  QueueQuestion(Queues queues) {
    this.queues = queues;
  }

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public JsonShape shape() {
    return JsonShape.of(QUEUE);
  }

  /**
   * @throws io.heartwire.hook.RefusedException if it is missing or breaks the rule
   */
  static QueueName read(FieldValues in) {
    return QueueName.parse(in.get(QUEUE))
        .orElseThrow(() -> ConsoleErrors.badRequest("queue must be " + QueueName.RULE));
  }

  @Override
  public byte[] answer(FieldValues in) {
    QueueName queue = read(in);
    return JsonText.object(
        out -> {
          out.writeNumberField(CONSUMERS.name(), queues.consumers(queue));
          out.writeNumberField(UNACKNOWLEDGED.name(), queues.unacknowledged(queue));
        });
  }
}
