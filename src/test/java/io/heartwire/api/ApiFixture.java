package io.heartwire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Broker;
import io.heartwire.connection.Connection;
import io.heartwire.drain.DrainConfig;
import io.heartwire.drain.TestDrain;
import io.heartwire.hub.Clients;
import io.heartwire.hub.Node;
import io.heartwire.hub.NodeConfig;
import io.heartwire.hub.Revocations;
import io.heartwire.hub.RpcHandler;
import io.heartwire.hub.RpcHandlers;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** The server API over the real channels, from the bytes of a request to those of its answer. */
final class ApiFixture {
  /** A namespace with everything, and a small limit. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "heartwire.channel.namespaces", "full",
          "heartwire.channel.full.history-size", "10",
          "heartwire.channel.full.history-ttl", "1h",
          "heartwire.channel.full.presence", "true",
          "heartwire.channel.full.join-leave", "true",
          "heartwire.token.max-revocations", "2",
          "heartwire.api.max-batch", "3",
          "heartwire.api.max-body-bytes", "2048");

  final TestPool pool;
  final TestChannels channels;
  final Clients clients;
  final Failures failures;
  final TestDrain departures;
  final Map<String, RpcHandler> handlers = new HashMap<>();

  ApiFixture(TestPool pool) {
    this(pool, broker -> broker);
  }

  ApiFixture(TestPool pool, UnaryOperator<Broker> wrap) {
    this.pool = pool;
    this.channels = new TestChannels(pool, wrap);
    this.clients = new Clients(pool.registry, channels.stays);
    this.failures = new Failures(pool.time);
    this.departures = new TestDrain(pool);
  }

  /** The client of a new connection of the user. */
  FakeClient connect(String user) {
    ScriptedTransport wire = new ScriptedTransport();
    Connection connection = pool.live(wire);
    connection.identify(user);
    FakeClient client = new FakeClient(user, connection, wire);
    clients.add(connection.id(), client);
    return client;
  }

  CompletableFuture<Exchange.Outcome> start(String method, byte[] body) {
    Commands commands =
        new Commands(
            new Publisher(channels.channels, failures),
            new ClientCommands(clients, channels.rules, pool.time),
            new TokenCommands(new Revocations(channels.revoked, channels.stays), pool.time),
            new Inquiries(
                channels.channels, pool.registry, new Node(new NodeConfig("left"), pool.time)),
            new DrainCommands(departures.drain(), () -> new DrainConfig(pool.settings)),
            new RpcHandlers(handlers, channels.hooks),
            failures);
    return new Exchange(() -> new ApiConfig(pool.settings), commands)
        .run(method, new ByteArrayInputStream(body))
        .toCompletableFuture();
  }

  Exchange.Outcome run(String method, String body) {
    CompletableFuture<Exchange.Outcome> outcome = start(method, body.getBytes(UTF_8));
    assertThat(outcome).isCompleted();
    return outcome.join();
  }

  /** The answer to a request that was understood. */
  String ok(String method, String body) {
    Exchange.Outcome outcome = run(method, body);
    assertThat(outcome.status()).as(text(outcome)).isEqualTo(200);
    return text(outcome);
  }

  /** The answer to one that was not. */
  String refused(int status, String method, String body) {
    Exchange.Outcome outcome = run(method, body);
    assertThat(outcome.status()).as(text(outcome)).isEqualTo(status);
    return text(outcome);
  }

  static String text(Exchange.Outcome outcome) {
    return new String(outcome.json(), UTF_8);
  }

  static String error(int code, String message) {
    return "{\"error\":{\"code\":%d,\"message\":\"%s\"}}".formatted(code, message);
  }
}
