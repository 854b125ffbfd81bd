package io.heartwire.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.EngineState.Status;
import io.heartwire.testkit.TestSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrokerHealthConfigTest {

  @ParameterizedTest
  @EnumSource(Status.class)
  void nodeMustStayReadyWhateverTheEngineDoes(Status status) {
    BrokerHealthConfig usual = new BrokerHealthConfig(TestSettings.with(Map.of()));

    assertThat(usual.isReady(status)).isTrue();
  }

  @Test
  void nodeMustBeReadyOnlyWithTheEngineWhereThatIsWanted() {
    BrokerHealthConfig strict =
        new BrokerHealthConfig(
            TestSettings.with(Map.of("heartwire.broker.ready-when-lost", "false")));

    assertThat(strict.isReady(Status.UP)).isTrue();
    assertThat(strict.isReady(Status.LOST)).isFalse();
    assertThat(strict.isReady(Status.STARTING)).isFalse();
  }
}
