package io.heartwire.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiFilterTest {

  @Test
  void servletOfTheApplicationMustBeSeenWhereItServesBelowThePath() {
    assertThat(new String[] {"/api/*", "/api/orders", "/api/orders/*", "/*", "/"})
        .allMatch(ApiFilter::reachesIn);
    assertThat(new String[] {"", "/app/*", "/apis/*", "*.xhtml", "/heartwire"})
        .noneMatch(ApiFilter::reachesIn);
  }
}
