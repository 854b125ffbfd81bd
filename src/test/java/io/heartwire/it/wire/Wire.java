package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.RawSocketBuilder;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.ClientFrames;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a server under test. Each way that a server reads has an implementation. */
interface Wire {
  /** The most bytes of a message; so many that a frame may need eight to tell its length. */
  int LIMIT = 70_000;

  String NORMAL = "1000";
  String PROTOCOL_ERROR = "1002";
  String NOT_UTF8 = "1007";
  String TOO_BIG = "1009";

  int FIN = 0x80;
  List<Integer> MESSAGES = List.of(RawSocket.TEXT, RawSocket.BINARY);
  List<Integer> CONTROLS = List.of(RawSocket.CLOSE, RawSocket.PING, RawSocket.PONG);

  /** Kernels would keep megabytes for a client that does not read, before a server notices. */
  String SMALL_SEND_BUFFERS =
      "<httpEndpoint id='defaultHttpEndpoint'><tcpOptions sendBufferSize='16384'/></httpEndpoint>";

  AtomicInteger CHANNELS = new AtomicInteger();

  GatewayServer server();

  /** A connection to this path, to be described further. */
  RawSocketBuilder to(String path);

  /** What a server needs to be tested by these rules: no limits but that of messages' sizes. */
  static Map<String, String> environment() {
    Map<String, String> env =
        Environment.of(
            """
            HEARTWIRE_CLIENT_INSECURE=true
            HEARTWIRE_LIMIT_COMMANDS_PER_SECOND=0
            HEARTWIRE_LIMIT_BYTES_PER_SECOND=0
            HEARTWIRE_LIMIT_PINGS_PER_SECOND=1000
            HEARTWIRE_LIMIT_PINGS_BURST=10000
            HEARTWIRE_OUTBOX_CAPACITY=10000
            """);
    env.put("HEARTWIRE_MESSAGE_MAX_BYTES", Integer.toString(LIMIT));
    return env;
  }

  static String newChannel() {
    return "wire" + CHANNELS.incrementAndGet();
  }

  /** A client of the channel. */
  default RawSocketBuilder in(String channel) {
    return to("/ws/" + channel).patience(Duration.ofSeconds(20));
  }

  /** A client that is alone in its channel, and so hears only what it says. */
  default RawSocket connect() throws IOException {
    RawSocket socket = in(newChannel()).connect();
    socket.awaitSubscribed();
    return socket;
  }

  /** A client that sends this is closed with that code. */
  default void mustEnd(String code, ClientFrames sent) throws IOException {
    try (RawSocket socket = in(newChannel()).connect()) {
      socket.sendBytes(sent.bytes());
      assertThat(endOf(socket)).as("after %s", start(sent)).isEqualTo(code);
    }
  }

  /** How the server ends the connection: the code of its close frame, or what came instead. */
  static String endOf(RawSocket socket) {
    try {
      return Integer.toString(socket.read(RawSocket.CLOSE).closeCode());
    } catch (EOFException end) {
      return "the end without a close frame";
    } catch (IOException failure) {
      return "no close frame: " + failure.getMessage();
    }
  }

  /** What follows the server's close frame when the client has nothing more to say either. */
  static String afterwards(RawSocket socket) {
    try {
      socket.halfClose();
      return "a frame of opcode " + socket.read().opcode();
    } catch (EOFException end) {
      return "the end";
    } catch (IOException failure) {
      return failure.getMessage();
    }
  }

  /** The next frame that is no ping of the heartbeat. */
  static RawSocket.Frame answer(RawSocket socket) throws IOException {
    RawSocket.Frame frame = socket.read();
    while (frame.opcode() == RawSocket.PING) {
      frame = socket.read();
    }
    return frame;
  }

  /** Frames to send, masked with a key of their own. */
  static ClientFrames frames() {
    return ClientFrames.masked();
  }

  static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  private static String start(ClientFrames sent) {
    byte[] all = sent.bytes();
    return HexFormat.ofDelimiter(" ").formatHex(all, 0, Math.min(all.length, 40));
  }
}
