package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.QueueMessage;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.QueueOptions;
import io.heartwire.queue.QueueRules;
import io.heartwire.queue.Queues;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Queues: which there are, what waits in them, and what nobody could process. Safe for any thread.
 */
@Singleton
class ConsoleQueueMethods implements ConsoleMethods {
  /** Messages on a page, and how many if nobody says. */
  static final int MOST_MESSAGES = 20;

  private static final int USUAL_MESSAGES = 10;

  private static final JsonField<String> QUEUE = QueueQuestion.QUEUE;
  private static final JsonField<Long> LIMIT = JsonField.integer("limit", 0, MOST_MESSAGES);

  private final NodeAsking nodes;
  private final Queues queues;
  private final QueueRules rules;
  private final QueueCensus census;

  @Inject
  ConsoleQueueMethods(NodeAsking nodes, Queues queues, QueueRules rules, QueueCensus census) {
    this.nodes = nodes;
    this.queues = queues;
    this.rules = rules;
    this.census = census;
  }

  @Override
  public List<ConsoleMethod> methods() {
    return List.of(
        ConsoleMethod.read("queues", QueueList.SHAPE, QueueStep.explained(this::queues)),
        ConsoleMethod.read("queue", JsonShape.of(QUEUE), QueueStep.explained(this::queue)),
        ConsoleMethod.read(
            "queue_messages",
            JsonShape.of(QUEUE, LIMIT, ListQuery.AFTER),
            QueueStep.explained(this::messages)));
  }

  private CompletionStage<byte[]> queues(FieldValues in) {
    QueueList wanted = QueueList.read(in);
    return census.now().thenApply(all -> wanted.of(all, rules));
  }

  /** Of a queue of dead letters: the queue whose dead letters they are. */
  private CompletionStage<byte[]> queue(FieldValues in) {
    QueueName name = QueueQuestion.read(in).origin();
    byte[] asked = JsonText.object(out -> out.writeStringField(QUEUE.name(), name.value()));
    return nodes
        .ask("queue", "", asked)
        .thenCombine(
            census.of(name),
            (answers, counted) -> JsonText.object(out -> queue(out, counted, answers)));
  }

  private void queue(JsonGenerator out, QueueCensus.Counted queue, List<NodeAnswer> answers)
      throws IOException {
    Optional<QueueOptions> options = QueueLevel.options(rules, queue.name());
    QueueJson.row(out, queue, options);
    QueueJson.details(out, queue.stats().counters());
    if (options.isPresent()) {
      QueueJson.rules(out, options.get());
    }
    out.writeArrayFieldStart("nodes");
    for (NodeAnswer answer : answers) {
      node(out, answer);
    }
    out.writeEndArray();
  }

  private static void node(JsonGenerator out, NodeAnswer answer) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", answer.node().id().uid());
    out.writeStringField("name", answer.node().name());
    boolean answered = answer.outcome() == NodeAnswer.Outcome.DONE;
    if (answered) {
      try {
        FieldValues here = QueueQuestion.ANSWER.read(answer.body().shared(), "the answer");
        out.writeNumberField("consumers", here.get(QueueQuestion.CONSUMERS));
        out.writeNumberField("unacknowledged", here.get(QueueQuestion.UNACKNOWLEDGED));
      } catch (IOException unlike) {
        answered = false; // of another version
      }
    }
    out.writeBooleanField("answered", answered);
    out.writeEndObject();
  }

  private CompletionStage<byte[]> messages(FieldValues in) {
    QueueName name = QueueQuestion.read(in);
    int limit = in.get(LIMIT).intValue();
    int most = limit == 0 ? USUAL_MESSAGES : limit;
    return queues
        .peek(name, after(in.get(ListQuery.AFTER)), most + 1)
        .thenApply(found -> messages(found, most));
  }

  private static long after(String id) {
    try {
      return id.isEmpty() ? 0 : Long.parseLong(id);
    } catch (NumberFormatException none) {
      throw ConsoleErrors.badRequest("after is not the id of a message");
    }
  }

  private static byte[] messages(List<QueueMessage> found, int most) {
    return JsonText.object(
        out -> {
          out.writeArrayFieldStart("messages");
          for (QueueMessage message : found.subList(0, Math.min(most, found.size()))) {
            MessageJson.write(out, message);
          }
          out.writeEndArray();
          if (found.size() > most) {
            out.writeStringField("next", Long.toString(found.get(most - 1).id()));
          }
        });
  }
}
