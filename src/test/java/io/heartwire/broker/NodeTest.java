package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeTest {
  private final ManualTimeSource time = new ManualTimeSource();

  @Test
  void mustHaveTheNameThatItIsGiven() {
    assertThat(node(Map.of("heartwire.node.name", "left")).name()).isEqualTo("left");
  }

  @Test
  void mustHaveSomeNameWhenItIsGivenNone() {
    assertThat(node(Map.of()).name()).isNotBlank();
  }

  @Test
  void mustNeverShareItsId() {
    assertThat(node(Map.of()).uid()).isNotEqualTo(node(Map.of()).uid());
  }

  @Test
  void mustKnowTheVersionThatTheBuildGivesIt() {
    assertThat(node(Map.of()).version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void mustSayForHowLongItHasBeenUp() {
    Node node = node(Map.of());

    time.advance(Duration.ofSeconds(7));

    assertThat(node.uptime()).isEqualTo(Duration.ofSeconds(7));
  }

  private Node node(Map<String, String> overrides) {
    return new Node(new NodeConfig(TestSettings.with(overrides)), time);
  }
}
