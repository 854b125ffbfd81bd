package io.heartwire.it.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.client.ApiClient;
import io.heartwire.it.client.RawSocket;
import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.Issuer;
import io.heartwire.testkit.KeyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A gateway that lets nobody in without a token, with keys from a server that fails twice before it
 * answers, and a secret besides. It is expected to write no token anywhere.
 */
final class TokenGateway implements AutoCloseable {
  static final String SECRET = "known to the tests and to nobody else, and long enough";
  private static final String API_KEY = "open-sesame";

  /** The one whose key the server has. */
  final Issuer first = Issuer.of("ES256").named("first");

  final KeyServer keys;
  final GatewayServer server;

  /** All that were made, to be looked for where they must not be. */
  private final List<String> made = new CopyOnWriteArrayList<>();

  TokenGateway() throws IOException {
    keys = new KeyServer();
    AtomicInteger failing = new AtomicInteger(2);
    keys.answers(
        exchange -> {
          boolean fails = failing.getAndDecrement() > 0;
          KeyServer.with(fails ? 500 : 200, fails ? "" : Issuer.set(first)).give(exchange);
        });
    Map<String, String> env =
        Environment.of(
            """
            HEARTWIRE_TOKEN_REQUIRED=true
            HEARTWIRE_CLIENT_EXPIRED_GRACE=10s
            HEARTWIRE_CHANNEL_NAMESPACES=closed,users
            HEARTWIRE_CHANNEL_CLOSED_ALLOW_SUBSCRIBE=false
            HEARTWIRE_CHANNEL_USERS_ALLOW_SUBSCRIBE=users
            HEARTWIRE_CHANNEL_USERS_ALLOW_PUBLISH=users
            """);
    env.put("HEARTWIRE_TOKEN_HMAC_SECRET", SECRET);
    env.put("HEARTWIRE_TOKEN_JWKS_URL", keys.url().toString());
    env.put("HEARTWIRE_API_KEY", API_KEY);
    server = GatewayServer.startOpen(env);
  }

  /** A token of ann that is valid for so many seconds. */
  String ann(int seconds) {
    return token("{\"sub\":\"ann\",\"exp\":" + at(seconds) + "}");
  }

  /** A token with these claims. */
  String token(String claims) {
    return token(first, claims);
  }

  String token(Issuer issuer, String claims) {
    return made(issuer.token(claims));
  }

  /** Remembers a token that a test has made itself. */
  String made(String token) {
    made.add(token);
    return token;
  }

  /** So many seconds from now, as tokens give times. */
  static long at(int seconds) {
    return Instant.now().getEpochSecond() + seconds;
  }

  URI centrifuge() {
    return server.ws("/connection/websocket");
  }

  /** A raw client with this token in its header, in a channel of all users. */
  RawSocket connect(String token) throws IOException {
    return RawSocket.connect(server.ws("/ws/users:1"), bearer(token));
  }

  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  /** Asks it as a back end. */
  String ask(String method, String body) {
    return new ApiClient(server, API_KEY).post(method, body);
  }

  /** Also what tests have done before is in the logs by now. */
  @Override
  public void close() throws IOException {
    try {
      assertTokensAreNowhere();
    } finally {
      server.close();
      keys.close();
    }
  }

  private void assertTokensAreNowhere() throws IOException {
    try (Stream<Path> files = Files.walk(server.outputDirectory().getParent())) {
      List<Path> logs = files.filter(TokenGateway::isLog).toList();
      assertThat(logs).isNotEmpty();
      for (Path file : logs) {
        String text = Files.readString(file, ISO_8859_1);
        assertThat(made)
            .as("tokens in %s", file)
            .noneMatch(token -> text.contains(secretOf(token)));
        assertThat(text).doesNotContain(SECRET);
      }
    }
    String pages = server.get("/metrics") + server.get("/health");
    assertThat(made).as("pages").noneMatch(token -> pages.contains(secretOf(token)));
  }

  private static boolean isLog(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.size(file) < 50_000_000
          && file.toString().matches(".*/logs/.*|.*\\.log");
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Its signature, or all that there is. */
  private static String secretOf(String token) {
    String signature = token.substring(token.lastIndexOf('.') + 1);
    return signature.isEmpty() ? token : signature;
  }
}
