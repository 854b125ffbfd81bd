package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadTurnsTest {
  private final ReadTurns turns = new ReadTurns(2);
  private final List<String> begun = new ArrayList<>();

  @Test
  void onlySoManyReadAtATimeAndTheOthersInTheirOrder() {
    for (String each : List.of("a", "b", "c", "d")) {
      turns.take(() -> begun.add(each));
    }
    assertThat(begun).containsExactly("a", "b");
    turns.end();
    assertThat(begun).containsExactly("a", "b", "c");
    turns.end();
    turns.end();
    turns.end();
    turns.take(() -> begun.add("e"));
    turns.take(() -> begun.add("f"));
    turns.take(() -> begun.add("g"));
    assertThat(begun).containsExactly("a", "b", "c", "d", "e", "f");
  }
}
