package io.heartwire.client;

import static io.heartwire.client.ClientState.CLOSED;
import static io.heartwire.client.ClientState.CONNECTED;
import static io.heartwire.client.ClientState.CONNECTING;
import static io.heartwire.client.ClientState.DISCONNECTED;
import static io.heartwire.client.ClientState.RECONNECTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientStateTest {
  private static final Map<ClientState, Set<ClientState>> LEGAL =
      Map.of(
          DISCONNECTED, Set.of(CONNECTING, CLOSED),
          CONNECTING, Set.of(CONNECTED, DISCONNECTED, CLOSED),
          CONNECTED, Set.of(RECONNECTING, DISCONNECTED, CLOSED),
          RECONNECTING, Set.of(CONNECTED, DISCONNECTED, CLOSED),
          CLOSED, Set.of());

  @Test
  void onlyTheStepsOfThePictureMustBeLegal() {
    for (ClientState from : ClientState.values()) {
      for (ClientState to : ClientState.values()) {
        assertThat(from.mayBecome(to))
            .as(from + " to " + to)
            .isEqualTo(LEGAL.get(from).contains(to));
      }
    }
  }
}
