package io.heartwire.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PoolSettingsTest {

  @Test
  void defaultsMustBeThoseOfTheDocumentation() {
    assertThat(PoolSettings.DEFAULT.maximumSize()).isEqualTo(20);
    assertThat(PoolSettings.DEFAULT.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(PoolSettings.DEFAULT.leakDetectionThreshold()).isEqualTo(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeMustBeNamed(String message, Consumer<PoolSettingsBuilder> mistake) {
    PoolSettingsBuilder settings = PoolSettings.builder();
    mistake.accept(settings);

    assertThatIllegalArgumentException().isThrownBy(settings::build).withMessageContaining(message);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("maximumSize must be at least 1, was 0", s -> s.maximumSize(0)),
        mistake("minimumIdle must be from 0 to the maximumSize of 20", s -> s.minimumIdle(21)),
        mistake("minimumIdle", s -> s.minimumIdle(-1)),
        mistake("maximumWaiting", s -> s.maximumWaiting(0)),
        mistake("borrowTimeout must be more than zero", s -> s.borrowTimeout(Duration.ZERO)),
        mistake("validateAfter", s -> s.validateAfter(Duration.ofMillis(-1))),
        mistake("pingTimeout", s -> s.pingTimeout(Duration.ZERO)),
        mistake("idleTimeout must be zero or more", s -> s.idleTimeout(Duration.ofMillis(-1))),
        mistake("maximumLifetime", s -> s.maximumLifetime(Duration.ofMillis(-1))),
        mistake("keepAlive", s -> s.keepAlive(Duration.ofMillis(-1))),
        mistake("leakDetectionThreshold", s -> s.leakDetectionThreshold(Duration.ofMillis(-1))),
        mistake("resetTimeout", s -> s.resetTimeout(Duration.ZERO)),
        mistake("closeGrace", s -> s.closeGrace(Duration.ofMillis(-1))));
  }

  private static Arguments mistake(String message, Consumer<PoolSettingsBuilder> change) {
    return Arguments.of(message, change);
  }
}
