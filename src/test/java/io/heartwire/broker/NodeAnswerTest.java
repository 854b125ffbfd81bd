package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.Stages;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NodeAnswerTest {
  private static final NodeInfo HERE = new NodeInfo(new NodeId("1"), "left", "1.0", Payload.EMPTY);

  @Test
  void whatIsDoneMustBeAnsweredWithItsBody() {
    Payload body = Payload.json("{}");

    assertThat(Stages.now(NodeAnswer.of(HERE, () -> CompletableFuture.completedStage(body))))
        .isEqualTo(new NodeAnswer(HERE, NodeAnswer.Outcome.DONE, body));
  }

  @Test
  void whatIsThrownMustBeAnAnswerErrorsIncluded() {
    NodeAnswer answer =
        Stages.now(
            NodeAnswer.of(
                HERE,
                () -> {
                  throw new NoClassDefFoundError("the application lacks a class");
                }));

    assertThat(answer)
        .isEqualTo(
            new NodeAnswer(
                HERE, NodeAnswer.Outcome.FAILED, Payload.text("the application lacks a class")));
  }
}
