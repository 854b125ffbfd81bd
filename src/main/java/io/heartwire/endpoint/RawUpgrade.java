package io.heartwire.endpoint;

import jakarta.inject.Inject;
import java.util.List;

/**
 * Upgrades {@code /ws/{channel}}. A browser that brings its token in a subprotocol gives up unless
 * the server chooses one of those that it offered (WHATWG WebSockets, section 2.1), and the server
 * does not say the token: so it is to offer this name besides.
 */
public class RawUpgrade extends Upgrade {
  private static final long serialVersionUID = 1L;
  private static final String SUBPROTOCOL = "heartwire";

  @Inject private transient RawEndpoint endpoint;

  @Override
  SessionEvents endpoint() {
    return endpoint;
  }

  @Override
  String path() {
    return RawEndpoint.PATH;
  }

  @Override
  List<String> subprotocols() {
    return List.of(SUBPROTOCOL);
  }
}
