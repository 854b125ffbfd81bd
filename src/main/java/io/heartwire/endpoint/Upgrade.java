package io.heartwire.endpoint;

import io.heartwire.admission.AdmittedClient;
import io.heartwire.admission.WaitingHandshakes;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The filter that upgrades an admitted request. Each request has an endpoint configuration of its
 * own, which gives the session its admitted connection and a limit on frames.
 *
 * <p>If the protocol is not ready to answer the handshake, the request waits.
 */
abstract class Upgrade extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /**
   * Shared by all requests: each new configurator would search the class path for the container's
   * own.
   */
  private final transient Instances instances = new Instances();

  @Inject private transient WaitingHandshakes waiting;

  /** The endpoint that takes the session's events. */
  abstract SessionEvents endpoint();

  /** Its path, as in its annotation. */
  abstract String path();

  /** The most bytes of a frame. */
  abstract int maxBytes();

  /** Its subprotocols, the preferred one first. */
  abstract List<String> subprotocols();

  /** Copies what the session needs from the request, which is not available later. */
  void note(HttpServletRequest request, Map<String, Object> properties) {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request.getAttribute(AdmittedClient.ATTRIBUTE) instanceof AdmittedClient admitted)) {
      throw new ServletException("a handshake bypassed admission");
    }
    Map<String, Object> properties = new HashMap<>();
    note(request, properties);
    CompletableFuture<?> ready = endpoint().admitted(admitted, properties).toCompletableFuture();
    if (!ready.isDone()) {
      waiting.await(ready);
    }
    upgrade(request, response, properties);
  }

  private void upgrade(
      HttpServletRequest request, HttpServletResponse response, Map<String, Object> properties)
      throws IOException, ServletException {
    ServerContainer container =
        (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
    ServerEndpointConfig perRequest =
        ServerEndpointConfig.Builder.create(BoundedEndpoint.class, path())
            .subprotocols(subprotocols())
            .configurator(instances)
            .build();
    perRequest.getUserProperties().putAll(properties);
    try {
      container.upgradeHttpToWebSocket(request, response, perRequest, Map.of());
    } catch (DeploymentException failure) {
      throw new ServletException("The upgrade failed", failure);
    }
  }

  private final class Instances extends ServerEndpointConfig.Configurator {
    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
      return endpointClass.cast(new BoundedEndpoint(endpoint(), maxBytes()));
    }
  }
}
