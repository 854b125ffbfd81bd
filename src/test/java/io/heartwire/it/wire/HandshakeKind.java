package io.heartwire.it.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Random;

/** How a stranger may ask for an upgrade; most ways are wrong, and some of those merely odd. */
enum HandshakeKind {
  GOOD(HandshakeKind::good),
  GOOD_TO_CENTRIFUGE(
      (random, host) -> GOOD.write(random, host).replaceFirst("/ws/\\S+", "/connection/websocket")),
  A_TOKEN(
      (random, host) -> {
        String[] tokens = {"x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "x".repeat(5000), "%", ""};
        String token = tokens[random.nextInt(tokens.length)];
        return random.nextBoolean()
            ? with("Authorization: Bearer " + token, GOOD.write(random, host))
            : GOOD.write(random, host).replaceFirst(" HTTP/1.1", "?token=" + token + " HTTP/1.1");
      }),
  AN_ODD_COOKIE(
      (random, host) -> {
        String[] cookies = {"$Version=9", "$Version=1; a=\"", "=;=;=", "a\u0001b=c", "JSESSIONID="};
        return with("Cookie: " + cookies[random.nextInt(cookies.length)], GOOD.write(random, host));
      }),
  AN_ODD_QUERY(
      (random, host) -> {
        String[] queries = {"?a=%zz", "?%", "?token", "?a=%00", "??", "?" + "a&".repeat(3000)};
        String query = queries[random.nextInt(queries.length)];
        return GOOD.write(random, host).replaceFirst(" HTTP/1.1", query + " HTTP/1.1");
      }),
  A_CALL_OF_THE_API(
      (random, host) -> {
        String[] methods = {"publish", "info", "disconnect", "batch", "channels", "nothing"};
        String[] bodies = {
          "{}", "[", "{\"channel\":\"stranger1\",\"data\":1}", "[".repeat(5000), ""
        };
        String body = bodies[random.nextInt(bodies.length)];
        return "POST /api/"
            + methods[random.nextInt(methods.length)]
            + " HTTP/1.1\r\nHost: "
            + host
            + (random.nextBoolean() ? "\r\nX-API-Key: guessed" : "")
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
      }),
  NO_HOST((random, host) -> without("Host", GOOD.write(random, host))),
  TWO_HOSTS((random, host) -> with("Host: elsewhere", GOOD.write(random, host))),
  NO_KEY((random, host) -> without("Sec-WebSocket-Key", GOOD.write(random, host))),
  TWO_KEYS(
      (random, host) -> with("Sec-WebSocket-Key: " + key(random, 16), GOOD.write(random, host))),
  A_KEY_OF_ANY_SIZE(
      (random, host) -> {
        String key = key(random, random.nextInt(40));
        return with("Sec-WebSocket-Key: " + key, NO_KEY.write(random, host));
      }),
  NO_VERSION((random, host) -> without("Sec-WebSocket-Version", GOOD.write(random, host))),
  ANOTHER_VERSION(
      (random, host) -> {
        String version = "Sec-WebSocket-Version: " + (random.nextInt(40) - 10);
        return with(version, NO_VERSION.write(random, host));
      }),
  NO_UPGRADE((random, host) -> without("Upgrade", GOOD.write(random, host))),
  ANOTHER_UPGRADE(
      (random, host) -> {
        String upgrade = random.nextBoolean() ? "Upgrade: h2c" : "Upgrade: websocket, h2c";
        return with(upgrade, NO_UPGRADE.write(random, host));
      }),
  NO_CONNECTION((random, host) -> without("Connection", GOOD.write(random, host))),
  AN_ODD_CONNECTION(
      (random, host) -> {
        String connection = random.nextBoolean() ? "keep-alive, Upgrade" : "close";
        return with("Connection: " + connection, NO_CONNECTION.write(random, host));
      }),
  A_SUBPROTOCOL(
      (random, host) -> {
        String offer = random.nextBoolean() ? "x, bearer.y, heartwire" : ", ,\u00ff";
        return with("Sec-WebSocket-Protocol: " + offer, GOOD.write(random, host));
      }),
  AN_EXTENSION(
      (random, host) -> {
        String offer = random.nextBoolean() ? "permessage-deflate" : "x; y=\"";
        return with("Sec-WebSocket-Extensions: " + offer, GOOD.write(random, host));
      }),
  A_BODY(
      (random, host) -> {
        String length = random.nextBoolean() ? "5" : "99999999999999999999";
        return with("Content-Length: " + length, GOOD.write(random, host)) + "hello";
      }),
  CHUNKS(
      (random, host) ->
          with("Transfer-Encoding: chunked", GOOD.write(random, host)) + "5\r\nhello\r\nx"),
  ANOTHER_METHOD(
      (random, host) -> {
        String[] methods = {"POST", "HEAD", "PUT", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"};
        return GOOD.write(random, host)
            .replaceFirst("GET", methods[random.nextInt(methods.length)]);
      }),
  ANOTHER_HTTP(
      (random, host) -> {
        String[] versions = {"HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.1.1", "PTTH/1.1", ""};
        String version = versions[random.nextInt(versions.length)];
        return GOOD.write(random, host).replaceFirst("HTTP/1.1", version);
      }),
  AN_ODD_PATH(
      (random, host) -> {
        String[] paths = {"/ws", "/ws/", "/ws/a/b", "/ws/%00", "/ws/../ws/x", "/ws//x", "*", "/%"};
        String path = paths[random.nextInt(paths.length)];
        return GOOD.write(random, host).replaceFirst("/ws/\\S+", path);
      }),
  HTTP_AND_NOTHING_MORE(
      (random, host) -> "GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n"),
  A_LONG_HEADER(
      (random, host) ->
          with("X-Long: " + "x".repeat(random.nextInt(40_000)), GOOD.write(random, host))),
  MANY_HEADERS(
      (random, host) ->
          with("X-Many: x\r\n".repeat(random.nextInt(300)) + "X: y", GOOD.write(random, host))),
  LINES_THAT_END_ODDLY(
      (random, host) ->
          GOOD.write(random, host).replace("\r\n", random.nextBoolean() ? "\n" : "\r")),
  GARBAGE_BEFORE(
      (random, host) -> noise(random, 1 + random.nextInt(200)) + GOOD.write(random, host)),
  GARBAGE_WITHIN(
      (random, host) -> with(noise(random, random.nextInt(100)), GOOD.write(random, host))),
  TLS(
      (random, host) ->
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"
              + noise(random, 500)),
  CUT_OFF(
      (random, host) -> {
        String whole = GOOD.write(random, host);
        return whole.substring(0, random.nextInt(whole.length()));
      });

  private static final int CHANNELS = 8;

  private interface Writer {
    String write(Random random, String host);
  }

  private final Writer writer;

  HandshakeKind(Writer writer) {
    this.writer = writer;
  }

  /** A request that the random numbers alone decide. */
  String write(Random random, String host) {
    return writer.write(random, host);
  }

  private static String good(Random random, String host) {
    return "GET /ws/stranger"
        + random.nextInt(CHANNELS)
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: "
        + key(random, 16)
        + "\r\n\r\n";
  }

  /** Good ones more often than not, so that frames are heard. */
  static HandshakeKind any(Random random) {
    int draw = random.nextInt(10);
    if (draw < 5) {
      return GOOD;
    }
    return draw < 7 ? GOOD_TO_CENTRIFUGE : values()[random.nextInt(values().length)];
  }

  private static String with(String header, String request) {
    return request.replace("\r\n\r\n", "\r\n" + header + "\r\n\r\n");
  }

  private static String without(String name, String request) {
    return request.replaceFirst("\r\n" + name + ": [^\r]*", "");
  }

  private static String key(Random random, int size) {
    byte[] key = new byte[size];
    random.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private static String noise(Random random, int size) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    return new String(noise, ISO_8859_1);
  }
}
