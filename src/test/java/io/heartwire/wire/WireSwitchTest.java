package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.limit.RateLimit;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Race;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireSwitchTest {
  private final LogCapture log = new LogCapture(WireSwitch.class);

  @AfterEach
  void releaseTheLog() {
    log.close();
  }

  @Test
  void itIsAsConfigured() {
    assertThat(of(WireMode.AUTO).isPortable()).isFalse();
    assertThat(of(WireMode.PORTABLE).isPortable()).isTrue();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aSurpriseChangesItForGoodWithOneWarning() {
    WireSwitch wireSwitch = of(WireMode.AUTO);

    wireSwitch.toPortable("the server is not a known one", null);
    wireSwitch.toPortable("something else", new IllegalStateException("on purpose"));
    wireSwitch.toPortable(surprise());

    assertThat(wireSwitch.isPortable()).isTrue();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("portable", "the server is not a known one", "heartwire.wire=portable");
  }

  @Test
  void theWarningSaysWhatIsNotAsItIsKnown() {
    of(WireMode.AUTO).toPortable(surprise());

    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("differs from the known version", "NoSuchFieldException", "connLink");
  }

  @Test
  void nothingIsSaidWhereItWasPortableFromTheStart() {
    WireSwitch wireSwitch = of(WireMode.PORTABLE);

    wireSwitch.toPortable(surprise());

    assertThat(wireSwitch.isPortable()).isTrue();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void manyConnectionsThatFindOutAtOnceGiveOneWarning() {
    WireSwitch wireSwitch = of(WireMode.AUTO);

    Race.among(8, number -> wireSwitch.toPortable(surprise()));

    assertThat(log.lines()).hasSize(1);
  }

  private static WireUnsupportedException surprise() {
    return new WireUnsupportedException(
        "Open Liberty differs from the known version", new NoSuchFieldException("connLink"));
  }

  private static WireSwitch of(WireMode mode) {
    return new WireSwitch(new WireConfig(mode, 1, 10, RateLimit.NONE, Duration.ofSeconds(1)));
  }
}
