package io.heartwire.bench.dialect;

import io.heartwire.bench.load.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * Who is measured: a server and the way in which clients speak with it.
 *
 * @param server {@link #GATEWAY}, or the name of a peer in {@code src/bench/peers}
 * @param echo how a client gets back what it sends, if the server has a way
 * @param queues if it is there for queues: clients of the dialect consume from one
 */
public record Contender(
    String name,
    String server,
    Dialect dialect,
    Optional<Dialect> echo,
    Optional<ForQueues> queues) {
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
          new Contender(
              "centrifugo", "centrifugo", new CentrifugeJson(), Optional.of(new CentrifugeJson())),
          peer("gin", true),
          peer("ws", true),
          new Contender(
              "socketio", "socketio", new SocketIo(false), Optional.of(new SocketIo(true))),
          peer("nchan", false),
          peer("tutorial", true),
          stomp("heartwire-stomp", GATEWAY, "/stomp", new ForQueues(gatewayProducer(), false)),
          stomp("heartwire-stomp-redis", GATEWAY, "/stomp", new ForQueues(gatewayProducer(), true)),
          stomp("rabbitmq", "rabbitmq", "/ws", new ForQueues(rabbitProducer(true), false)),
          stomp(
              "rabbitmq-transient",
              "rabbitmq",
              "/ws",
              new ForQueues(rabbitProducer(false), false)));

  /**
   * How it is measured with queues.
   *
   * @param producer clients that send to a queue
   * @param redis whether its one node keeps them in a Redis, which writes a log
   */
  public record ForQueues(Dialect producer, boolean redis) {}

  /** One that is there for channels. */
  public Contender(String name, String server, Dialect dialect, Optional<Dialect> echo) {
    this(name, server, dialect, echo, Optional.empty());
  }

  /** Every client of the gateway has a channel of its own to itself. */
  private static Contender gateway(String name, Dialect dialect) {
    return new Contender(name, GATEWAY, dialect, Optional.of(dialect));
  }

  private static Contender stomp(String name, String server, String path, ForQueues queues) {
    Dialect consumer = StompQueue.consumer(path);
    return new Contender(name, server, consumer, Optional.empty(), Optional.of(queues));
  }

  private static Dialect gatewayProducer() {
    return StompQueue.producer("/stomp", "");
  }

  /**
   * @param persistent whether messages are to be on disk when they count as sent
   */
  private static Dialect rabbitProducer(boolean persistent) {
    return StompQueue.producer("/ws", persistent ? "persistent:true\n" : "");
  }

  private static Contender peer(String name, boolean hasEcho) {
    Optional<Dialect> echo = hasEcho ? Optional.of(new Plain(true)) : Optional.empty();
    return new Contender(name, name, PLAIN, echo);
  }

  /** These can recover what they missed, and several nodes of their servers can be one. */
  public boolean speaksCentrifugeJson() {
    return dialect instanceof CentrifugeJson;
  }

  /** Whether its node has a Redis to itself. */
  public boolean isOnRedis() {
    return queues.isPresent() && queues.get().redis();
  }

  public boolean isGateway() {
    return server.equals(GATEWAY);
  }
}
