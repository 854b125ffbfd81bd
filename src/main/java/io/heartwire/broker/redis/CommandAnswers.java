package io.heartwire.broker.redis;

import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeAnswer.Outcome;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The answers of other nodes: a hash per command, which its sender reads when it is told of news,
 * and once more at the end of the time, in case the news were lost. Safe for use by any thread.
 */
final class CommandAnswers {
  private static final Logger LOG = Logger.getLogger(CommandAnswers.class.getName());
  static final Duration LIMIT = Duration.ofSeconds(3);
  static final int MOST_UNDER_WAY = 10_000;
  private static final Duration KEPT = Duration.ofSeconds(10);

  private static final Script ANSWER =
      Script.of(
          """
          redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
          redis.call('PEXPIRE', KEYS[1], ARGV[3])
          redis.call('PUBLISH', ARGV[4], ARGV[5])
          return 1
          """,
          ScriptOutputType.INTEGER);

  private static final JsonField<Boolean> DONE = JsonField.flag("done");
  private static final JsonField<Payload> BODY = PayloadJson.field("body");
  private static final JsonShape SHAPE = JsonShape.of(DONE, BODY);

  /** A command whose answers are awaited. */
  private static final class Question {
    final List<NodeInfo> asked;
    final Map<String, NodeAnswer> answers = new ConcurrentHashMap<>();
    final CompletableFuture<List<NodeAnswer>> all = new CompletableFuture<>();

    Question(List<NodeInfo> asked) {
      this.asked = asked;
    }

    boolean isAnswered() {
      return answers.size() == asked.size();
    }

    void end() {
      List<NodeAnswer> list = new ArrayList<>();
      for (NodeInfo node : asked) {
        NodeAnswer answer = answers.get(node.id().uid());
        list.add(answer == null ? notReached(node) : answer);
      }
      all.complete(list);
    }
  }

  private final RedisLink link;
  private final ClusterKeys keys;
  private final Map<String, Question> questions = new ConcurrentHashMap<>();

  CommandAnswers(RedisLink link, ClusterKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  static NodeAnswer notReached(NodeInfo node) {
    return new NodeAnswer(
        node,
        Outcome.NOT_REACHED,
        Payload.text("no answer within %d s".formatted(LIMIT.toSeconds())));
  }

  /** Sends this node's answer to the sender. */
  CompletionStage<Long> send(StoredCommand command, NodeAnswer answer) {
    return Replies.named(
        "answering the command " + command.control().operation(),
        () ->
            ANSWER.call(
                link,
                List.of(keys.answers(command.id())),
                Replies.bytes(answer.node().id().uid()),
                json(answer),
                Replies.bytes(KEPT.toMillis()),
                Replies.bytes(keys.answerNews(command.from().uid())),
                Replies.bytes(command.id())));
  }

  /** Waits for the answers of these nodes, at most for {@link #LIMIT}; never fails. */
  CompletionStage<List<NodeAnswer>> await(String command, List<NodeInfo> asked) {
    if (asked.isEmpty()) {
      return CompletableFuture.completedStage(List.of());
    }
    Question question = new Question(asked);
    questions.put(command, question);
    Future<?> unused =
        link.threads().schedule(() -> endOf(command), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    collect(command); // what came before it was put there
    return question.all;
  }

  /** There is an answer to this command. */
  void collect(String command) {
    Question question = questions.get(command);
    if (question != null) {
      read(command, question)
          .whenComplete(
              (read, failure) -> {
                if (failure != null) {
                  LOG.log(Level.FINE, "Answers are read at the end of the time", failure);
                } else if (question.isAnswered()) {
                  questions.remove(command);
                  question.end();
                }
              });
    }
  }

  private void endOf(String command) {
    Question question = questions.get(command);
    if (question != null) {
      read(command, question)
          .whenComplete(
              (read, failure) -> {
                questions.remove(command);
                question.end();
              });
    }
  }

  /** Returns whether all have answered. */
  private CompletionStage<Boolean> read(String command, Question question) {
    return Replies.named(
        "reading answers",
        () ->
            link.commands()
                .hgetall(keys.answers(command))
                .thenApply(answers -> take(question, answers)));
  }

  private static boolean take(Question question, Map<String, byte[]> answers) {
    Map<String, NodeInfo> open = new HashMap<>();
    question.asked.forEach(node -> open.put(node.id().uid(), node));
    answers.forEach(
        (uid, json) -> {
          NodeInfo node = open.get(uid);
          if (node != null) {
            question.answers.computeIfAbsent(uid, first -> answer(node, json));
          }
        });
    return question.isAnswered();
  }

  static byte[] json(NodeAnswer answer) {
    return JsonObject.of(
        out -> {
          out.flag("done", answer.outcome() == Outcome.DONE);
          PayloadJson.write(out, "body", answer.body());
        });
  }

  static NodeAnswer answer(NodeInfo node, byte[] json) {
    try {
      FieldValues in = SHAPE.read(json, "the answer");
      return new NodeAnswer(node, in.get(DONE) ? Outcome.DONE : Outcome.FAILED, in.get(BODY));
    } catch (IOException | IllegalArgumentException unreadable) {
      return new NodeAnswer(
          node, Outcome.FAILED, Payload.text("its answer can't be read: " + unreadable));
    }
  }
}
