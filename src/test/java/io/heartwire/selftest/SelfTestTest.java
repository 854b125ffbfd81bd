package io.heartwire.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.heartwire.testkit.ScriptedConnection;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which gateways pass the test at the start, and what becomes of those that don't. */
class SelfTestTest {
  private final ScriptedServer gateway;
  private final Recorded wire = new Recorded();

  SelfTestTest() throws IOException {
    gateway = new ScriptedServer();
    gateway.receives(ScriptedConnection::sendText);
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @Test
  void oneThatDoesAllOfItStaysAsItIs() throws IOException {
    SelfTest.run(this::connect, wire);

    assertThat(wire.reasons).isEmpty();
    assertThat(gateway.latest().texts()).containsExactly("echo", "€");
    assertThat(gateway.latest().closeCode()).isEqualTo(1000);
  }

  @Test
  void oneThatSendsSomethingElseFallsBackAndSaysWhat() throws IOException {
    gateway.receives((connection, message) -> connection.sendText("not " + message));

    SelfTest.run(this::connect, wire);

    assertThat(wire.reasons).singleElement().asString().contains("a message", "opcode 1");
    assertThat(gateway.handshakes()).isEqualTo(3);
  }

  @Test
  void oneThatEndsTheConnectionFallsBack() throws IOException {
    gateway.receives((connection, message) -> connection.reset());

    SelfTest.run(this::connect, wire);

    assertThat(wire.reasons).hasSize(1);
  }

  @Test
  void oneThatFailsOnceGetsAnotherChance() throws IOException {
    gateway.receives(
        (connection, message) -> {
          if (connection.number() == 1) {
            connection.drop();
          } else {
            connection.sendText(message);
          }
        });

    SelfTest.run(this::connect, wire);

    assertThat(wire.reasons).isEmpty();
    assertThat(gateway.handshakes()).isEqualTo(2);
  }

  @Test
  void oneThatHasFallenBackAlreadyIsNotAsked() throws IOException {
    wire.toPortable("told to", new IOException("on purpose"));

    SelfTest.run(this::connect, wire);

    assertThat(gateway.attempts()).isZero();
  }

  @Test
  void oneThatIsNotThereYetIsNoReasonToFallBack() throws IOException {
    gateway.refuse();

    assertThatIOException().isThrownBy(() -> SelfTest.run(this::connect, wire));

    assertThat(wire.reasons).isEmpty();
  }

  private LoopbackClient connect() throws IOException {
    URI address = gateway.uri("/ws/test");
    return LoopbackClient.connect(
        new InetSocketAddress(address.getHost(), address.getPort()),
        address.getPath(),
        "X-Test: 1");
  }

  private static final class Recorded implements WireFallback {
    final List<String> reasons = new ArrayList<>();

    @Override
    public boolean isPortable() {
      return !reasons.isEmpty();
    }

    @Override
    public void toPortable(String why, Throwable cause) {
      reasons.add(why);
    }
  }
}
