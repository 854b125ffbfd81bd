package io.heartwire.it.wire;

import static io.heartwire.it.client.RawSocket.CONTINUATION;
import static io.heartwire.it.client.RawSocket.PING;
import static io.heartwire.it.client.RawSocket.PONG;
import static io.heartwire.it.client.RawSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.attack.Attack;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import io.heartwire.testkit.ClientFrames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pings are answered in the order of what comes, and at nobody's cost (RFC 6455, section 5.5). */
interface PingRules extends Wire {
  Duration ATTACKED = Duration.ofSeconds(6);

  /** Less than the server waits for a peer that takes nothing. */
  Duration UNNOTICED = Duration.ofSeconds(8);

  int SILENT = 24;
  int NEWCOMERS = 4;
  int MANY_UNREAD = 2_000;
  int SOME_UNREAD = 100;
  long REST_NANOS = 5_000_000L;

  @Test
  default void aPingIsAnsweredWithItsPayload() throws IOException {
    try (RawSocket socket = connect()) {
      for (int size : new int[] {0, 1, 124, 125}) {
        socket.send(PING, true, Wire.filled(size));
        assertThat(socket.read(PONG).payload()).isEqualTo(Wire.filled(size));
      }
    }
  }

  @Test
  default void pingsAreAnsweredInTheirOrder() throws IOException {
    ClientFrames pings = Wire.frames();
    List<String> sent = IntStream.range(0, 50).mapToObj(i -> "ping " + i).toList();
    sent.forEach(text -> pings.frame(PING, true, text.getBytes(UTF_8)));
    try (RawSocket socket = connect()) {
      socket.sendBytes(pings.bytes());
      List<String> answers = new ArrayList<>();
      while (answers.size() < sent.size()) {
        answers.add(socket.read(PONG).text());
      }
      assertThat(answers).isEqualTo(sent);
    }
  }

  @Test
  default void aPingBetweenMessagesIsAnsweredBetweenTheirEchoes() throws IOException {
    try (RawSocket socket = connect()) {
      for (int round = 0; round < 100; round++) {
        String echo = "echo " + round;
        socket.sendBytes(
            Wire.frames()
                .text(echo + " a")
                .frame(PING, true, (byte) round)
                .text(echo + " b")
                .bytes());
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          RawSocket.Frame frame = Wire.answer(socket);
          heard.add(frame.opcode() == PONG ? "pong" : frame.text());
        }
        assertThat(heard).containsExactly(echo + " a", "pong", echo + " b");
      }
    }
  }

  @Test
  default void aPingWithinAMessageIsAnsweredBeforeTheMessageEnds() throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(TEXT, false, "one ".getBytes(UTF_8));
      socket.send(PING, true, "well?".getBytes(UTF_8));
      assertThat(socket.read(PONG).text()).isEqualTo("well?");
      socket.send(CONTINUATION, true, "message".getBytes(UTF_8));
      assertThat(socket.read(TEXT).text()).isEqualTo("one message");
    }
  }

  @Test
  default void pongsThatNobodyAskedForAreIgnored() throws IOException {
    try (RawSocket socket = connect()) {
      socket.sendBytes(
          Wire.frames()
              .frame(PONG, true)
              .frame(PONG, true, Wire.filled(125))
              .text("still here")
              .bytes());
      assertThat(Wire.answer(socket).text()).isEqualTo("still here");
    }
  }

  /** What a client does not read is the server's to keep, or to leave out, but not to wait for. */
  @Test
  default void pingsOfClientsThatDoNotReadDelayNobodyAndHoldNoThread() throws Exception {
    byte[] some = unreadPings();
    RawSocketBuilder silent = in(Wire.newChannel()).withTinyBuffer();
    try (RawSocket honest = connect()) {
      long threads = server().inside().threads();
      try (Attack pings = Attack.launch(SILENT, silent, socket -> ping(socket, some))) {
        assertThat(worstEcho(honest)).isLessThan(UNNOTICED);
        assertThat(server().inside().threads()).as("threads").isLessThan(threads + SILENT / 2);

        for (int i = 0; i < NEWCOMERS; i++) {
          try (RawSocket newcomer = connect()) {
            newcomer.send(PING, true, "hello".getBytes(UTF_8));
            assertThat(newcomer.read(PONG).text()).isEqualTo("hello");
          }
        }
      }
    }
  }

  private static Duration worstEcho(RawSocket honest) throws IOException {
    long worst = 0;
    long end = System.nanoTime() + ATTACKED.toNanos();
    for (long sent = System.nanoTime(); sent < end; sent = System.nanoTime()) {
      String echo = "echo " + sent;
      honest.send(TEXT, true, echo.getBytes(UTF_8));
      honest.readUntil(echo);
      worst = Math.max(worst, System.nanoTime() - sent);
    }
    return Duration.ofNanos(worst);
  }

  /**
   * First more than the buffers of both kernels hold, then one from time to time, so as to live on.
   */
  private static void ping(RawSocket socket, byte[] some) throws IOException {
    for (int i = 0; i < MANY_UNREAD / SOME_UNREAD; i++) {
      socket.sendBytes(some);
    }
    while (true) {
      socket.send(PING, true, Wire.filled(125));
      LockSupport.parkNanos(REST_NANOS);
    }
  }

  private static byte[] unreadPings() {
    ClientFrames pings = Wire.frames();
    for (int i = 0; i < SOME_UNREAD; i++) {
      pings.frame(PING, true, Wire.filled(125));
    }
    return pings.bytes();
  }
}
