package io.heartwire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestCluster;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three nodes; the left one is asked. */
class NodeDrainsTest {
  @RegisterExtension final TestPool leftPool = new TestPool(ApiFixture.SETTINGS);
  @RegisterExtension final TestPool rightPool = new TestPool(ApiFixture.SETTINGS);
  @RegisterExtension final TestPool newPool = new TestPool(ApiFixture.SETTINGS);
  private final TestCluster nodes = new TestCluster();
  private final ApiFixture left = new ApiFixture(leftPool, nodes, "left");
  private final ApiFixture right = new ApiFixture(rightPool, nodes, "right");
  private final ApiFixture fresh = new ApiFixture(newPool, nodes, "new");

  @Test
  void drainMustMeanTheNodeThatIsAsked() {
    assertThat(left.ok("drain", "{}")).contains("\"state\":\"draining\"");

    assertThat(left.departures.drain().refusesClients()).isTrue();
    assertThat(right.departures.drain().refusesClients()).isFalse();
    assertThat(nodes.sent).isEmpty();
  }

  @Test
  void drainMustMeanTheNamedNodeAndNoOther() {
    right.connect("7");

    String answer = left.ok("drain", "{\"node\":\"right\",\"delay\":0,\"deadline\":\"9s\"}");

    assertThat(answer)
        .startsWith("{\"result\":{\"state\":\"draining\",\"cancelled\":false,\"connections\":1,");
    assertThat(right.departures.drain().refusesClients()).isTrue();
    assertThat(left.departures.drain().refusesClients()).isFalse();
    assertThat(fresh.departures.drain().refusesClients()).isFalse();
    pass(right, rightPool, Duration.ofMillis(200));
    right.pool.registry.forEach(each -> assertThat(each.state().isOpen()).isFalse());
  }

  @Test
  void drainOfANamedNodeMustBeCancelledTheSameWay() {
    left.ok("drain", "{\"node\":\"" + right.node.uid() + "\"}");

    assertThat(left.ok("drain", "{\"node\":\"" + right.node.uid() + "\",\"cancel\":true}"))
        .contains("\"state\":\"idle\"");

    assertThat(right.departures.drain().refusesClients()).isFalse();
  }

  @Test
  void nodeThatIsAskedMayBeNamed() {
    assertThat(left.ok("drain", "{\"node\":\"left\"}")).contains("\"state\":\"draining\"");

    assertThat(left.departures.drain().refusesClients()).isTrue();
    assertThat(nodes.sent).isEmpty();
  }

  @Test
  void nodeThatIsNotThereMustBeRefusedWithThoseThatAre() {
    assertThat(left.ok("drain", "{\"node\":\"middle\"}"))
        .contains(
            "\"code\":107",
            "node is the uid or the name of none; there are left (" + left.node.uid() + "), right");
    assertThat(left.ok("rebalance", "{\"node\":\"middle\"}")).contains("\"code\":107");
    assertThat(left.departures.drain().refusesClients()).isFalse();
  }

  @Test
  void nameOfSeveralNodesMustBeRefused() {
    ApiFixture twin = new ApiFixture(newPool, nodes, "right");

    assertThat(left.ok("drain", "{\"node\":\"right\"}")).contains("\"code\":107", "of several");
    assertThat(left.ok("drain", "{\"node\":\"" + twin.node.uid() + "\"}")).contains("draining");
  }

  @Test
  void waitMustBeRefusedForAnotherNode() {
    assertThat(left.ok("drain", "{\"node\":\"right\",\"wait\":true}")).contains("\"code\":107");
    assertThat(left.ok("rebalance", "{\"wait\":true}")).contains("\"code\":107");
    assertThat(nodes.sent).isEmpty();
  }

  @Test
  void namedNodeThatDoesNotAnswerMustBeATemporaryError() {
    nodes.takeAway(right.node);

    assertThat(left.ok("drain", "{\"node\":\"right\"}"))
        .contains("\"code\":100", "temporary: node right (", "did not answer in time");
  }

  @Test
  void rebalanceWithAPercentageMustMeanTheNodeThatIsAsked() {
    connect(left, 10);
    connect(right, 10);

    left.ok("rebalance", "{\"percent\":20}");

    assertThat(left.departures.drain().report().connections()).isEqualTo(2);
    assertThat(right.departures.drain().isUnderWay()).isFalse();
  }

  @Test
  void rebalanceMustLetTheSurplusOfEveryNodeGo() {
    connect(left, 9);
    connect(right, 12);

    String answer = left.ok("rebalance", "{}");

    assertThat(answer)
        .startsWith("{\"result\":{\"state\":\"rebalancing\",\"cancelled\":false,\"connections\":2,")
        .contains(
            "\"nodes\":[{\"uid\":\"" + left.node.uid(), "\"name\":\"new\",\"outcome\":\"done\"");
    assertThat(right.departures.drain().report().connections()).isEqualTo(5);
    assertThat(fresh.departures.drain().isUnderWay()).isFalse();
    pass(right, rightPool, Duration.ofSeconds(1));
    assertThat(
            right.departures.drain().report().moved()
                + right.departures.drain().report().remaining())
        .isEqualTo(5);
    OpenApiDocument document = OpenApiDocument.load();
    document.check(
        document.post("rebalance").at("/responses/200/content/application~1json/schema"), answer);
  }

  @Test
  void rebalanceOfManyNodesMustKeepTheRateTogether() {
    connect(left, 60);
    connect(right, 60);

    left.ok("rebalance", "{\"rate\":20}");
    pass(left, leftPool, Duration.ofSeconds(1));
    pass(right, rightPool, Duration.ofSeconds(1));

    assertThat(open(left) + open(right))
        .as("20 of each are to go, and four fifths of the rate are closed")
        .isBetween(120 - 20, 120 - 14);
    assertThat(open(left)).isEqualTo(open(right));
  }

  @Test
  void rebalanceMustMoveNobodyWhereAllHaveTheirShare() {
    connect(left, 4);
    connect(right, 4);
    connect(fresh, 3);

    assertThat(left.ok("rebalance", "{}")).contains("\"state\":\"idle\"", "\"connections\":0");

    assertThat(right.departures.drain().isUnderWay()).isFalse();
  }

  @Test
  void nodeThatDrainsMustHaveNoShare() {
    connect(left, 4);
    connect(right, 12);
    right.ok("drain", "{}");

    left.ok("rebalance", "{}");

    assertThat(left.departures.drain().report().connections()).isEqualTo(2);
    assertThat(right.departures.drain().report().connections()).isEqualTo(12);
  }

  @Test
  void rebalanceOfANamedNodeMustLeaveTheOthersAlone() {
    connect(left, 9);
    connect(right, 9);

    assertThat(left.ok("rebalance", "{\"node\":\"right\"}")).contains("\"connections\":3");
    assertThat(left.departures.drain().isUnderWay()).isFalse();
    assertThat(left.ok("rebalance", "{\"node\":\"right\",\"percent\":50}"))
        .as("the one that is under way")
        .contains("\"connections\":3");
  }

  private static int open(ApiFixture node) {
    AtomicInteger open = new AtomicInteger();
    node.pool.registry.forEach(each -> open.addAndGet(each.state().isOpen() ? 1 : 0));
    return open.get();
  }

  private static void connect(ApiFixture node, int clients) {
    for (int i = 0; i < clients; i++) {
      node.connect("7");
    }
  }

  private static void pass(ApiFixture node, TestPool pool, Duration time) {
    for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusMillis(50)) {
      pool.time.advance(Duration.ofMillis(50));
      node.departures.tick();
    }
  }
}
