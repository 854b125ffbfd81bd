package io.heartwire.it.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Random;

/** How a stranger may ask for an upgrade; most ways are wrong, and some of those merely odd. */
enum HandshakeKind {
  GOOD,
  GOOD_TO_CENTRIFUGE {
    @Override
    String write(Random random, String host) {
      return GOOD.write(random, host).replaceFirst("/ws/\\S+", "/connection/websocket");
    }
  },
  NO_HOST {
    @Override
    String write(Random random, String host) {
      return without("Host", GOOD.write(random, host));
    }
  },
  TWO_HOSTS {
    @Override
    String write(Random random, String host) {
      return with("Host: elsewhere", GOOD.write(random, host));
    }
  },
  NO_KEY {
    @Override
    String write(Random random, String host) {
      return without("Sec-WebSocket-Key", GOOD.write(random, host));
    }
  },
  TWO_KEYS {
    @Override
    String write(Random random, String host) {
      return with("Sec-WebSocket-Key: " + key(random, 16), GOOD.write(random, host));
    }
  },
  A_KEY_OF_ANY_SIZE {
    @Override
    String write(Random random, String host) {
      String key = key(random, random.nextInt(40));
      return with("Sec-WebSocket-Key: " + key, NO_KEY.write(random, host));
    }
  },
  NO_VERSION {
    @Override
    String write(Random random, String host) {
      return without("Sec-WebSocket-Version", GOOD.write(random, host));
    }
  },
  ANOTHER_VERSION {
    @Override
    String write(Random random, String host) {
      String version = "Sec-WebSocket-Version: " + (random.nextInt(40) - 10);
      return with(version, NO_VERSION.write(random, host));
    }
  },
  NO_UPGRADE {
    @Override
    String write(Random random, String host) {
      return without("Upgrade", GOOD.write(random, host));
    }
  },
  ANOTHER_UPGRADE {
    @Override
    String write(Random random, String host) {
      String upgrade = random.nextBoolean() ? "Upgrade: h2c" : "Upgrade: websocket, h2c";
      return with(upgrade, NO_UPGRADE.write(random, host));
    }
  },
  NO_CONNECTION {
    @Override
    String write(Random random, String host) {
      return without("Connection", GOOD.write(random, host));
    }
  },
  AN_ODD_CONNECTION {
    @Override
    String write(Random random, String host) {
      String connection = random.nextBoolean() ? "keep-alive, Upgrade" : "close";
      return with("Connection: " + connection, NO_CONNECTION.write(random, host));
    }
  },
  A_SUBPROTOCOL {
    @Override
    String write(Random random, String host) {
      String offer = random.nextBoolean() ? "x, bearer.y, heartwire" : ", ,\u00ff";
      return with("Sec-WebSocket-Protocol: " + offer, GOOD.write(random, host));
    }
  },
  AN_EXTENSION {
    @Override
    String write(Random random, String host) {
      String offer = random.nextBoolean() ? "permessage-deflate" : "x; y=\"";
      return with("Sec-WebSocket-Extensions: " + offer, GOOD.write(random, host));
    }
  },
  A_BODY {
    @Override
    String write(Random random, String host) {
      String length = random.nextBoolean() ? "5" : "99999999999999999999";
      return with("Content-Length: " + length, GOOD.write(random, host)) + "hello";
    }
  },
  CHUNKS {
    @Override
    String write(Random random, String host) {
      return with("Transfer-Encoding: chunked", GOOD.write(random, host)) + "5\r\nhello\r\nx";
    }
  },
  ANOTHER_METHOD {
    @Override
    String write(Random random, String host) {
      String[] methods = {"POST", "HEAD", "PUT", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"};
      return GOOD.write(random, host).replaceFirst("GET", methods[random.nextInt(methods.length)]);
    }
  },
  ANOTHER_HTTP {
    @Override
    String write(Random random, String host) {
      String[] versions = {"HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.1.1", "PTTH/1.1", ""};
      String version = versions[random.nextInt(versions.length)];
      return GOOD.write(random, host).replaceFirst("HTTP/1.1", version);
    }
  },
  AN_ODD_PATH {
    @Override
    String write(Random random, String host) {
      String[] paths = {"/ws", "/ws/", "/ws/a/b", "/ws/%00", "/ws/../ws/x", "/ws//x", "*", "/%"};
      String path = paths[random.nextInt(paths.length)];
      return GOOD.write(random, host).replaceFirst("/ws/\\S+", path);
    }
  },
  HTTP_AND_NOTHING_MORE {
    @Override
    String write(Random random, String host) {
      return "GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }
  },
  A_LONG_HEADER {
    @Override
    String write(Random random, String host) {
      return with("X-Long: " + "x".repeat(random.nextInt(40_000)), GOOD.write(random, host));
    }
  },
  MANY_HEADERS {
    @Override
    String write(Random random, String host) {
      return with("X-Many: x\r\n".repeat(random.nextInt(300)) + "X: y", GOOD.write(random, host));
    }
  },
  LINES_THAT_END_ODDLY {
    @Override
    String write(Random random, String host) {
      return GOOD.write(random, host).replace("\r\n", random.nextBoolean() ? "\n" : "\r");
    }
  },
  GARBAGE_BEFORE {
    @Override
    String write(Random random, String host) {
      return noise(random, 1 + random.nextInt(200)) + GOOD.write(random, host);
    }
  },
  GARBAGE_WITHIN {
    @Override
    String write(Random random, String host) {
      return with(noise(random, random.nextInt(100)), GOOD.write(random, host));
    }
  },
  TLS {
    @Override
    String write(Random random, String host) {
      return "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"
          + noise(random, 500);
    }
  },
  CUT_OFF {
    @Override
    String write(Random random, String host) {
      String whole = GOOD.write(random, host);
      return whole.substring(0, random.nextInt(whole.length()));
    }
  };

  private static final int CHANNELS = 8;

  /** A request that the random numbers alone decide; the good one unless a kind says otherwise. */
  String write(Random random, String host) {
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
    return random.nextInt(10) < 7 ? GOOD : values()[random.nextInt(values().length)];
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
