package io.heartwire.selftest;

import static io.heartwire.selftest.LoopbackClient.CLOSE;
import static io.heartwire.selftest.LoopbackClient.FIN;
import static io.heartwire.selftest.LoopbackClient.NORMAL;
import static io.heartwire.selftest.LoopbackClient.PING;
import static io.heartwire.selftest.LoopbackClient.PONG;
import static io.heartwire.selftest.LoopbackClient.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.selftest.LoopbackClient.Frame;
import java.io.IOException;
import java.util.Arrays;

/**
 * One raw client that tells a wire that works from one that does not. It sends a message, a ping,
 * text whose fragments end within a character with a ping between, and a close frame. Used by one
 * thread, which it blocks.
 */
final class SelfTest {
  private static final int ATTEMPTS = 3;
  private static final byte[] EURO = "€".getBytes(UTF_8);

  /** Makes clients of the raw protocol, one after the other, each alone in its channel. */
  interface Clients {
    LoopbackClient connect() throws IOException;
  }

  private SelfTest() {}

  /**
   * Tests, and falls back on the portable way if the wire does not work.
   *
   * @throws IOException if the gateway does not answer handshakes yet
   */
  static void run(Clients clients, WireFallback wire) throws IOException {
    IOException failed = null;
    for (int i = 0; i < ATTEMPTS && !wire.isPortable(); i++) {
      LoopbackClient client = clients.connect();
      try (client) {
        talk(client);
        return;
      } catch (IOException notAsItShouldBe) {
        failed = notAsItShouldBe;
      }
    }
    if (failed != null) {
      wire.toPortable("the test at the start failed: " + failed.getMessage(), failed);
    }
  }

  private static void talk(LoopbackClient client) throws IOException {
    client.send(FIN | TEXT, "echo".getBytes(UTF_8));
    expect(client.read(), TEXT, "echo".getBytes(UTF_8), "a message");
    client.send(FIN | PING, NORMAL);
    expect(client.read(), PONG, NORMAL, "a ping");
    client.send(TEXT, Arrays.copyOf(EURO, 1));
    client.send(FIN | PING, EURO);
    client.send(FIN, Arrays.copyOfRange(EURO, 1, EURO.length));
    expect(client.read(), PONG, EURO, "a ping within a message");
    expect(client.read(), TEXT, EURO, "a message in fragments");
    client.send(FIN | CLOSE, NORMAL);
    expect(client.read(), CLOSE, NORMAL, "a close frame");
  }

  private static void expect(Frame answer, int opcode, byte[] payload, String to)
      throws IOException {
    if (answer.opcode() != opcode || !Arrays.equals(answer.payload(), payload)) {
      throw new IOException("the answer to " + to + " was " + answer);
    }
  }
}
