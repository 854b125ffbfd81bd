package io.heartwire.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.scenario.Scenario;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void mustMeasureEverythingUnlessTold() {
    Options options = Options.parse("scenarios=", "rounds=");
    assertThat(options.scenarios()).isEqualTo(Scenario.ALL);
    assertThat(options.contenders()).isEqualTo(Contender.ALL);
    assertThat(options.rounds()).isEqualTo(3);
  }

  @Test
  void mustTakeTheNamedOnesInTheirOrder() {
    assertThat(Options.parse("contenders=ws, gin").contenders())
        .extracting(Contender::name)
        .containsExactly("ws", "gin");
  }

  @Test
  void mustLetNumbersBeatQuick() {
    Options options = Options.parse("quick=true", "seconds=7");
    assertThat(options.rounds()).isEqualTo(1);
    assertThat(options.size().seconds()).isEqualTo(7);
  }

  @Test
  void mustSayWhatIsAllowed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("scenarios=fan-in"))
        .withMessageContaining("fan-in")
        .withMessageContaining("fan-out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("contenders=jin"))
        .withMessageContaining("gin");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("round=3"))
        .withMessageContaining("rounds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("seconds=0"))
        .withMessageContaining("seconds=0");
  }
}
