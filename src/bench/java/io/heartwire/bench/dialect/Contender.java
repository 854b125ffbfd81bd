package io.heartwire.bench.dialect;

import io.heartwire.bench.load.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * Who is measured: a server and the way in which clients speak with it.
 *
 * @param server {@link #GATEWAY}, or the name of a peer in {@code src/bench/peers}
 * @param echo how a client gets back what it sends, if the server has a way
 */
public record Contender(String name, String server, Dialect dialect, Optional<Dialect> echo) {
  public static final String GATEWAY = "heartwire";

  /** All values are compared with this one's. */
  public static final String REFERENCE = "gin";

  /** Any WebSocket server understands it. */
  public static final Dialect PLAIN = new Plain(false);

  public static final List<Contender> ALL =
      List.of(
          gateway("heartwire-raw", PLAIN),
          gateway("heartwire-json", new CentrifugeJson()),
          gateway("heartwire-protobuf", new CentrifugeProtobuf()),
          peer("gin", true),
          peer("ws", true),
          new Contender(
              "socketio", "socketio", new SocketIo(false), Optional.of(new SocketIo(true))),
          peer("nchan", false),
          peer("tutorial", true));

  /** Every client of the gateway has a channel of its own to itself. */
  private static Contender gateway(String name, Dialect dialect) {
    return new Contender(name, GATEWAY, dialect, Optional.of(dialect));
  }

  private static Contender peer(String name, boolean hasEcho) {
    Optional<Dialect> echo = hasEcho ? Optional.of(new Plain(true)) : Optional.empty();
    return new Contender(name, name, PLAIN, echo);
  }

  public boolean isGateway() {
    return server.equals(GATEWAY);
  }
}
