package io.heartwire.endpoint;

import io.heartwire.admission.Admitted;
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
import java.util.List;
import java.util.Map;

/**
 * Upgrades what admission let in, with a configuration of its own for every request: so that the
 * session knows the connection admitted for it, and so that its frames are limited.
 */
abstract class Upgrade extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject private transient MessageConfig config;
  @Inject private transient UpgradeHandlers handlers;

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
    ServerContainer container =
        (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
    ServerEndpointConfig perRequest =
        ServerEndpointConfig.Builder.create(BoundedEndpoint.class, path())
            .subprotocols(subprotocols())
            .configurator(instances)
            .build();
    perRequest
        .getUserProperties()
        .put(Admitted.ATTRIBUTE, request.getAttribute(Admitted.ATTRIBUTE));
    try {
      container.upgradeHttpToWebSocket(
          new UpgradeRequest(request, handlers), response, perRequest, Map.of());
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
