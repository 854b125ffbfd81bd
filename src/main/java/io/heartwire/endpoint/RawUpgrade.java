package io.heartwire.endpoint;

import io.heartwire.wire.WireConfig;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Upgrades {@code /ws/{channel}}. A browser that sends its token in a subprotocol fails the
 * connection unless the server chooses one of the offered subprotocols (WHATWG WebSockets, section
 * 2.1). The server must not repeat the token, so such a client offers this subprotocol, too.
 */
public class RawUpgrade extends Upgrade {
  private static final long serialVersionUID = 1L;
  private static final String SUBPROTOCOL = "heartwire";

  @Inject private transient RawEndpoint endpoint;
  @Inject private transient WireConfig config;

  @Override
  SessionEvents endpoint() {
    return endpoint;
  }

  @Override
  String path() {
    return RawEndpoint.PATH;
  }

  @Override
  int maxBytes() {
    return config.maxBytes();
  }

  @Override
  List<String> subprotocols() {
    return List.of(SUBPROTOCOL);
  }
}
