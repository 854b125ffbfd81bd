package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WrongKeysTest {
  private final ManualTimeSource time = new ManualTimeSource();
  private final WrongKeys wrongKeys = new WrongKeys(time);
  private final LogCapture log = new LogCapture(WrongKeys.class);

  @AfterEach
  void releaseTheLog() {
    log.close();
  }

  @Test
  void eachEndpointIsCountedByItself() {
    wrongKeys.report(ProtectedEndpoint.SERVER_API);
    wrongKeys.report(ProtectedEndpoint.METRICS);
    wrongKeys.report(ProtectedEndpoint.METRICS);

    assertThat(wrongKeys.count(ProtectedEndpoint.SERVER_API)).isEqualTo(1);
    assertThat(wrongKeys.count(ProtectedEndpoint.METRICS)).isEqualTo(2);
  }

  @Test
  void eachEndpointIsLoggedOnceAMinuteWithItsSetting() {
    for (int i = 0; i < 3; i++) {
      wrongKeys.report(ProtectedEndpoint.SERVER_API);
      wrongKeys.report(ProtectedEndpoint.METRICS);
    }
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0)).contains("heartwire.api.key");
    assertThat(log.lines().get(1)).contains("heartwire.metrics.key");

    time.advance(Duration.ofMinutes(1));
    wrongKeys.report(ProtectedEndpoint.METRICS);
    assertThat(log.lines()).hasSize(3);
    assertThat(log.lines().get(2)).contains("since the start: 4");
  }
}
