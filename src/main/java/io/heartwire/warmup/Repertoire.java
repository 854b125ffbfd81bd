package io.heartwire.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the warm-up's clients do, by number: what has always been the same is compiled for that
 * alone, so they differ in whatever clients differ in. Immutable.
 */
final class Repertoire {
  /**
   * More than the container remembers addresses of; clients play in the same order, so that some
   * are the first in a channel, and others are not.
   */
  private static final int CHANNELS = 250;

  /** One client in so many breaks off, as clients do whose network goes. */
  private static final int VANISHING = 8;

  private final InetSocketAddress address;
  private final Sources sources;
  private final List<String> headers;
  private final List<Script> scripts;

  /**
   * @param passes lines of which each lets a client in
   */
  Repertoire(InetSocketAddress address, List<String> passes) {
    this.address = address;
    this.sources = Sources.of(address.getAddress());
    this.headers =
        passes.stream()
            .flatMap(pass -> Stream.of(pass, pass + "\r\nOrigin: " + Rehearsal.ORIGIN))
            .toList();
    this.scripts =
        IntStream.range(0, CHANNELS)
            .mapToObj(i -> Script.of("heartwire-warmup-" + i))
            .flatMap(List::stream)
            .toList();
  }

  /** How many clients it takes to have spoken every protocol. */
  int protocols() {
    return scripts.size() / CHANNELS;
  }

  /** A client of the raw protocol that has come and said nothing yet. */
  Client connect() throws IOException {
    return connect(0, scripts.get(0));
  }

  private Client connect(int number, Script script) throws IOException {
    String header = headers.get(number % headers.size());
    return Client.connect(sources.of(number), address, request(script, header));
  }

  /** A client that has come and said what it has to say. */
  Client enter(int number) throws IOException {
    Script script = scripts.get(number % scripts.size());
    Client client = connect(number, script);
    try {
      for (byte[] frame : script.frames()) {
        client.exchange(frame);
      }
      return client;
    } catch (IOException | RuntimeException failed) {
      client.close();
      throw failed;
    }
  }

  /** The client goes, most with a goodbye. */
  void leave(int number, Client client) throws IOException {
    try (client) {
      if (number % VANISHING != 0) {
        client.sayGoodbye();
      }
    }
  }

  private static byte[] request(Script script, String header) {
    String subprotocol =
        script.subprotocol().isEmpty()
            ? ""
            : "Sec-WebSocket-Protocol: " + script.subprotocol() + "\r\n";
    return ("GET "
            + script.path()
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + subprotocol
            + header
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
