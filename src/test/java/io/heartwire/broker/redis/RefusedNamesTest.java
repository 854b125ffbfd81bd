package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedNamesTest {
  private static final List<String> WANTED = List.of("a", "b", "c");

  private final ManualTimeSource time = new ManualTimeSource();
  private final RefusedNames refused = new RefusedNames(time);

  @Test
  void thoseThatAreStillWantedAreTriedAgainAfterASecondAndNoOthers() {
    refused.add(List.of("b", "left"));
    time.advance(Duration.ofMillis(1000));
    assertThat(refused.takeDue(() -> WANTED)).isEmpty();

    time.advance(Duration.ofMillis(1));
    assertThat(refused.takeDue(() -> WANTED)).containsExactly("b");
    assertThat(refused.takeDue(() -> WANTED)).as("once").isEmpty();
  }

  @Test
  void whereAllAreSubscribedToAnywayNoneIsTriedAgain() {
    refused.add(WANTED);
    refused.clear();
    time.advance(Duration.ofSeconds(2));

    assertThat(refused.takeDue(() -> WANTED)).isEmpty();
  }
}
