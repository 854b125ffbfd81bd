package io.heartwire.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.warmup.Client.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * One client that says what tells a wire that works from one that does not: a message, a ping, text
 * whose fragments end within a character with a ping between, and a close frame. Used by one
 * thread, which it blocks.
 */
final class SelfTest {
  private static final int ATTEMPTS = 3;

  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final byte[] EURO = "€".getBytes(UTF_8);
  private static final byte[] NORMAL = {3, (byte) 0xE8};

  /** Makes clients of the raw protocol, one after the other, each alone in its channel. */
  interface Clients {
    Client connect() throws IOException;
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
      Client client = clients.connect();
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

  private static void talk(Client client) throws IOException {
    client.send(frame(FIN | TEXT, "echo".getBytes(UTF_8)));
    expect(client.read(), TEXT, "echo".getBytes(UTF_8), "a message");
    client.send(frame(FIN | PING, NORMAL));
    expect(client.read(), PONG, NORMAL, "a ping");
    client.send(frame(TEXT, Arrays.copyOf(EURO, 1)));
    client.send(frame(FIN | PING, EURO));
    client.send(frame(FIN, Arrays.copyOfRange(EURO, 1, EURO.length)));
    expect(client.read(), PONG, EURO, "a ping within a message");
    expect(client.read(), TEXT, EURO, "a message in fragments");
    client.send(frame(FIN | CLOSE, NORMAL));
    expect(client.read(), CLOSE, NORMAL, "a close frame");
  }

  private static void expect(Frame answer, int opcode, byte[] payload, String to)
      throws IOException {
    if (answer.opcode() != opcode || !Arrays.equals(answer.payload(), payload)) {
      throw new IOException("the answer to " + to + " was " + answer);
    }
  }

  private static byte[] frame(int firstByte, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(firstByte);
    frame.write(MASKED | payload.length);
    frame.writeBytes(new byte[4]); // a mask of zeros leaves the payload as it is
    frame.writeBytes(payload);
    return frame.toByteArray();
  }
}
