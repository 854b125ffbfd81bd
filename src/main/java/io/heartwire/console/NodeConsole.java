package io.heartwire.console;

import io.heartwire.broker.Control;
import io.heartwire.broker.EngineThreads;
import io.heartwire.broker.Node;
import io.heartwire.broker.Payload;
import io.heartwire.hub.NodeInspection;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import io.heartwire.limit.RateLimit;
import io.heartwire.limit.TokenBucket;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers what the consoles of all nodes ask of this one: on a thread of the container's pool,
 * since a pass over many connections takes milliseconds, and so many times a second at the most
 * that it never takes much of a core. Safe for use by any thread; nothing blocks.
 */
@Singleton
class NodeConsole implements NodeInspection {
  /** Of all consoles of all nodes together: of questions, and as many again of acts. */
  private static final RateLimit MOST = new RateLimit(20, 60);

  private static final JsonField<String> ASK = JsonField.text("ask");
  private static final JsonField<String> NODE = JsonField.text("node");
  private static final JsonField<Payload> ARGUMENTS =
      JsonField.any("args", Payload::uncheckedJson).orElse(Payload.EMPTY);
  private static final JsonShape SHAPE = JsonShape.of(ASK, NODE, ARGUMENTS);
  private static final Payload NOTHING =
      Payload.uncheckedJson("{}".getBytes(StandardCharsets.UTF_8));

  private final Map<String, Question> questions;
  private final NodeReport report;
  private final EngineThreads threads;
  private final TokenBucket questionRate;
  private final TokenBucket actRate;
  private final String node;

  @Inject
  NodeConsole(
      @Any Instance<Question> questions,
      NodeReport report,
      EngineThreads threads,
      TimeSource time,
      Node node) {
    this(questions.stream().toList(), report, threads, time, node);
  }

  /** For programs without a container. */
  NodeConsole(
      List<Question> questions,
      NodeReport report,
      EngineThreads threads,
      TimeSource time,
      Node node) {
    this.questions =
        questions.stream()
            .collect(Collectors.toUnmodifiableMap(Question::name, Function.identity()));
    this.report = report;
    this.threads = threads;
    this.questionRate = TokenBucket.shared(MOST, time).get();
    this.actRate = TokenBucket.shared(MOST, time).get();
    this.node = node.uid();
  }

  /**
   * A question for the nodes.
   *
   * @param to uid of the one that is meant; empty = all
   * @param arguments a JSON object
   */
  static Control write(String question, String to, byte[] arguments) {
    return new Control(
        OPERATION,
        Payload.uncheckedJson(
            JsonObject.of(
                out ->
                    out.text(ASK.name(), question)
                        .text(NODE.name(), to)
                        .raw(ARGUMENTS.name(), arguments))));
  }

  @Override
  public Payload details() {
    return report.json();
  }

  @Override
  public CompletionStage<Payload> answer(Control control) {
    FieldValues in;
    try {
      in = SHAPE.read(control.body().shared(), "the question");
    } catch (IOException wrong) {
      throw ConsoleErrors.badRequest(String.valueOf(wrong.getMessage()));
    }
    if (!in.get(NODE).isEmpty() && !in.get(NODE).equals(node)) {
      return CompletableFuture.completedStage(NOTHING);
    }
    Question question = questions.get(in.get(ASK));
    if (question == null) {
      throw ConsoleErrors.notFound("this node's version has no question " + in.get(ASK));
    }
    TokenBucket rate = question.acts() ? actRate : questionRate;
    if (!rate.take(1)) {
      throw ConsoleErrors.limitExceeded(
          "the consoles ask this node more than " + MOST.perSecond() + " times a second");
    }
    return later(question, in.get(ARGUMENTS));
  }

  private CompletionStage<Payload> later(Question question, Payload arguments) {
    CompletableFuture<Payload> answer = new CompletableFuture<>();
    try {
      threads.execute(
          () -> {
            try {
              answer.complete(answer(question, arguments));
            } catch (RuntimeException | Error failure) { // whoever asks must not wait in vain
              answer.completeExceptionally(failure);
            }
          });
    } catch (RejectedExecutionException busy) {
      throw ConsoleErrors.temporary("this node is too busy, or stops");
    }
    return answer;
  }

  private static Payload answer(Question question, Payload arguments) {
    try {
      FieldValues in = question.shape().read(arguments.shared(), question.name());
      return Payload.uncheckedJson(question.answer(in));
    } catch (IOException wrong) {
      throw ConsoleErrors.badRequest(String.valueOf(wrong.getMessage()));
    }
  }
}
