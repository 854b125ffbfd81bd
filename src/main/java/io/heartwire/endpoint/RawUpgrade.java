package io.heartwire.endpoint;

import jakarta.inject.Inject;
import java.util.List;

/** Upgrades {@code /ws/{channel}}. */
public class RawUpgrade extends Upgrade {
  private static final long serialVersionUID = 1L;

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
    return List.of();
  }
}
