package io.heartwire.endpoint;

import jakarta.inject.Inject;
import java.util.List;

/** Upgrades {@code /connection/websocket}. */
public class CentrifugeUpgrade extends Upgrade {
  private static final long serialVersionUID = 1L;

  @Inject private transient CentrifugeEndpoint endpoint;

  @Override
  SessionEvents endpoint() {
    return endpoint;
  }

  @Override
  String path() {
    return CentrifugeEndpoint.PATH;
  }

  @Override
  List<String> subprotocols() {
    return List.of(CentrifugeEndpoint.PROTOBUF, CentrifugeEndpoint.JSON);
  }
}
