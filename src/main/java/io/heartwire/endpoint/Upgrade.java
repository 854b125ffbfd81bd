package io.heartwire.endpoint;

import io.heartwire.admission.Admitted;
import io.heartwire.connection.CloseReason;
import io.heartwire.wire.WireConfig;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
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
 * Upgrades what admission let in, with a configuration of its own for every request: so that the
 * session knows the connection admitted for it, and so that its frames are limited.
 *
 * <p>What must be there before the client is answered may take its time: then the request waits
 * without a thread.
 */
abstract class Upgrade extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** Of the request, while it waits. */
  private static final String PROPERTIES = Upgrade.class.getName();

  @Inject private transient WireConfig config;

  /** One for all requests: each new one searches the class path for the container's own. */
  private final transient Instances instances = new Instances();

  /** The endpoint that takes the session's events. */
  abstract SessionEvents endpoint();

  /** Its address, as in its annotation. */
  abstract String path();

  /** The subprotocols it speaks, the preferred one first. */
  abstract List<String> subprotocols();

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request.getAttribute(Admitted.ATTRIBUTE) instanceof Admitted admitted)) {
      throw new ServletException("a handshake came past admission");
    }
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      upgradeLate(request, response, admitted);
      return;
    }
    Map<String, Object> properties = new HashMap<>();
    CompletableFuture<?> ready = endpoint().admitted(admitted, properties).toCompletableFuture();
    if (ready.isDone()) {
      upgrade(request, response, properties);
    } else {
      request.setAttribute(PROPERTIES, properties);
      WaitingHandshake.begin(request, ready, admitted.connection());
    }
  }

  @SuppressWarnings("unchecked") // it is our own
  private void upgradeLate(
      HttpServletRequest request, HttpServletResponse response, Admitted admitted)
      throws IOException, ServletException {
    try {
      upgrade(request, response, (Map<String, Object>) request.getAttribute(PROPERTIES));
    } finally {
      if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
        admitted.connection().ended(CloseReason.VANISHED);
      }
    }
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
      return endpointClass.cast(new BoundedEndpoint(endpoint(), config.maxBytes()));
    }
  }
}
