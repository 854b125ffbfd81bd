package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.Payload;
import io.heartwire.broker.RecordedControls;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestCluster;
import org.junit.jupiter.api.Test;

class NodesTest {
  private final ManualTimeSource time = new ManualTimeSource();

  @Test
  void figuresMustBeReadAsTheyWereWritten() {
    NodeFigures figures =
        new NodeFigures(
            new ConnectionCounts(1, 2, 1, 1, 5, 9),
            4,
            3,
            2,
            60,
            true,
            Payload.json("{\"rtt\":[1]}"));

    assertThat(nodeThatSays(figures.write()).all())
        .extracting(Nodes.Member::figures)
        .first()
        .satisfies(read -> assertThat(read).contains(figures));
  }

  @Test
  void figuresOfAnotherVersionMustBeReadAsFarAsTheyAreKnown() {
    Payload newer = Payload.json("{\"num_clients\":5,\"colour\":{\"red\":1}}");

    assertThat(nodeThatSays(newer).all().get(0).figures())
        .contains(
            new NodeFigures(
                new ConnectionCounts(0, 0, 0, 0, 5, 0), 0, 0, 0, 0, false, Payload.EMPTY));
  }

  @Test
  void nodeMustBeListedAndCountedIfItsFiguresCannotBeRead() {
    Nodes nodes = nodeThatSays(Payload.text("5 clients"));

    try (LogCapture log = new LogCapture(Nodes.class)) {
      assertThat(nodes.all().get(0).info().name()).isEqualTo("odd");
      assertThat(nodes.all().get(0).figures()).isEmpty();
      assertThat(log.lines()).hasSize(1).first().asString().contains("node odd");
    }

    assertThat(nodes.unreadable()).isEqualTo(2);
  }

  @Test
  void nodeThatTellsNoFiguresYetMustNotBeTakenForOneOfAnotherVersion() {
    Nodes nodes = nodeThatSays(Payload.EMPTY);

    try (LogCapture log = new LogCapture(Nodes.class)) {
      assertThat(nodes.all().get(0).figures()).isEmpty();
      assertThat(log.lines()).isEmpty();
    }

    assertThat(nodes.unreadable()).isZero();
  }

  private Nodes nodeThatSays(Payload figures) {
    var cluster = new TestCluster().join(new Node(new NodeConfig("odd"), time));
    RecordedControls node = new RecordedControls();
    node.figures(figures);
    cluster.start(node);
    return new Nodes(cluster, time);
  }
}
