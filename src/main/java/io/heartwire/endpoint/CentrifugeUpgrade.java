package io.heartwire.endpoint;

import io.heartwire.protocol.centrifuge.CentrifugeConfig;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;

/** Upgrades {@code /connection/websocket}. */
public class CentrifugeUpgrade extends Upgrade {
  private static final long serialVersionUID = 1L;

  @Inject private transient CentrifugeEndpoint endpoint;
  @Inject private transient CentrifugeConfig config;

  @Override
  SessionEvents endpoint() {
    return endpoint;
  }

  @Override
  String path() {
    return CentrifugeEndpoint.PATH;
  }

  @Override
  int maxBytes() {
    return config.mostFrameBytes();
  }

  @Override
  List<String> subprotocols() {
    return List.of(CentrifugeEndpoint.PROTOBUF, CentrifugeEndpoint.JSON);
  }

  /** Clients that cannot set a subprotocol choose the format by a query parameter. */
  @Override
  void note(HttpServletRequest request, Map<String, Object> properties) {
    if (asksForProtobuf(request, "format") || asksForProtobuf(request, "cf_protocol")) {
      properties.put(CentrifugeEndpoint.PROTOBUF, true);
    }
  }

  private static boolean asksForProtobuf(HttpServletRequest request, String parameter) {
    String[] values = request.getParameterValues(parameter);
    return values != null && List.of(values).contains("protobuf");
  }
}
