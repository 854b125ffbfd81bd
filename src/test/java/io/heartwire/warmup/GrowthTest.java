package io.heartwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private final Growth growth = new Growth();

  @Test
  void mustGrowATableAndThenTheNextFromNothing() {
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < Growth.MOST / 4; i++) {
      growth.client();
      sizes.add(growth.size());
    }

    assertThat(sizes).allMatch(size -> size < Growth.MOST);
    assertThat(sizes).as("nearly full").anyMatch(size -> size > Growth.MOST - 32);
    assertThat(sizes.stream().filter(size -> size == 0)).as("tables").hasSizeGreaterThan(1);
  }
}
