package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import org.junit.jupiter.api.Test;

class SelectorsTest {
  @Test
  void mustSaySoWhereTheyAreNotAsWeKnowThem() {
    try (LogCapture log = new LogCapture(Selectors.class)) {
      Selectors.keep(SelectorsTest.class);

      assertThat(log.lines()).singleElement().asString().contains("end as they like");
    }
  }

  @Test
  void mustStayForLongerThanAnyServerRunsAndBeAddedToATime() {
    assertThat(System.currentTimeMillis() + Selectors.FOR_GOOD_MILLIS)
        .isGreaterThan(System.currentTimeMillis());
  }
}
