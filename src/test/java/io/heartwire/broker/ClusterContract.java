package io.heartwire.broker;

import static io.heartwire.broker.BrokerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine promises of its cluster, seen by a node that is alone. */
public abstract class ClusterContract {
  protected final ManualTimeSource time = new ManualTimeSource();
  protected final Node node = new Node(new NodeConfig("here"), time);
  protected final RecordedControls controls = new RecordedControls();
  protected Cluster cluster;

  /** The cluster of this node, not started. */
  protected abstract Cluster make();

  @BeforeEach
  final void makeIt() {
    cluster = make();
  }

  @Test
  void aNodeKnowsItselfWithItsFigures() {
    cluster.start(controls);
    controls.figures(Payload.json("{\"clients\":7}"));

    assertThat(cluster.nodes()).containsExactly(node.info(Payload.json("{\"clients\":7}")));
  }

  @Test
  void aCommandIsDoneAndAnswered() {
    cluster.start(controls);

    List<NodeAnswer> answers = await(cluster.send(new Control("say", Payload.json("\"hello\""))));

    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).node().id().uid()).isEqualTo(node.uid());
    assertThat(answers.get(0).outcome()).isEqualTo(NodeAnswer.Outcome.DONE);
    assertThat(answers.get(0).body()).isEqualTo(Payload.json("\"hello\""));
    assertThat(controls.done)
        .containsExactly(
            new RecordedControls.Done(
                new NodeId(node.uid()), new Control("say", Payload.json("\"hello\""))));
  }

  @Test
  void aCommandThatFailsSaysWhy() {
    cluster.start(controls);
    controls.answer(command -> CompletableFuture.failedStage(new BrokerException("no such user")));
    Control command = new Control("disconnect", Payload.EMPTY);

    NodeAnswer failed = await(cluster.send(command)).get(0);
    assertThat(failed.outcome()).isEqualTo(NodeAnswer.Outcome.FAILED);
    assertThat(failed.body().asText()).isEqualTo("no such user");

    controls.answer(
        thrown -> {
          throw new IllegalArgumentException("odd");
        });
    assertThat(await(cluster.send(command)).get(0).body().asText()).isEqualTo("odd");
  }

  @Test
  void commandsAreDoneInTheOrderInWhichTheyAreSentAndAKeptOneAmongThem() {
    cluster.start(controls);
    List<CompletionStage<?>> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Duration keep = i % 3 == 0 ? Duration.ofMinutes(1) : Duration.ZERO;
      sent.add(cluster.send(new Control("count", Payload.text("" + i), keep)));
    }
    sent.forEach(BrokerFixture::await);

    assertThat(controls.bodies())
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
  }

  @Test
  void aCommandMayLeadToAnotherOne() {
    cluster.start(controls);
    controls.answer(
        command -> {
          if (command.operation().equals("first")) {
            cluster.send(new Control("second", Payload.EMPTY));
          }
          return CompletableFuture.completedStage(Payload.EMPTY);
        });
    await(cluster.send(new Control("first", Payload.EMPTY)));
    await(cluster.send(new Control("third", Payload.EMPTY)));

    assertThat(controls.done)
        .extracting(done -> done.command().operation())
        .containsExactly("first", "second", "third");
  }

  @Test
  void beforeItStartsThereIsNobodyToDoACommand() {
    assertThat(await(cluster.send(new Control("say", Payload.EMPTY)))).isEmpty();
    assertThat(cluster.nodes()).hasSize(1);
    assertThat(cluster.size()).isEqualTo(1);
  }

  @Test
  void itStartsOnce() {
    cluster.start(controls);
    assertThatThrownBy(() -> cluster.start(controls)).isInstanceOf(IllegalStateException.class);
  }
}
