package io.heartwire.it.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.it.server.GatewayServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values that cannot be used stop the start, all named at once. */
class BadConfigurationIT {

  @Test
  void badValuesStopTheStartAndAreAllNamed() {
    assertThatThrownBy(
            () ->
                GatewayServer.start(
                    Map.of(
                        "HEARTWIRE_POOL_MAX_CONNECTIONS", "-5",
                        "HEARTWIRE_HEARTBEAT_INTERVAL", "soon",
                        "HEARTWIRE_OUTBOX_OVERFLOW", "explode")))
        .satisfies(
            failure ->
                assertThat(failure.getMessage())
                    .contains(
                        "heartwire.pool.max-connections = '-5': must be a whole number from 1")
                    .contains("heartwire.heartbeat.interval = 'soon': must be a duration from")
                    .contains(
                        "heartwire.outbox.overflow = 'explode': must be one of disconnect,"
                            + " drop-oldest, latest"));
  }
}
