package io.heartwire.endpoint;

import io.heartwire.protocol.stomp.StompConfig;
import jakarta.inject.Inject;
import java.util.List;

/** Upgrades {@code /stomp}. */
public class StompUpgrade extends Upgrade {
  private static final long serialVersionUID = 1L;

  @Inject private transient StompEndpoint endpoint;
  @Inject private transient StompConfig config;

  @Override
  SessionEvents endpoint() {
    return endpoint;
  }

  @Override
  String path() {
    return StompEndpoint.PATH;
  }

  @Override
  int maxBytes() {
    return config.mostMessageBytes();
  }

  @Override
  List<String> subprotocols() {
    return List.of(StompEndpoint.LATEST, StompEndpoint.OLDER);
  }
}
