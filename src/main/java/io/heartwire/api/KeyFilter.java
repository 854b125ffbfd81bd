package io.heartwire.api;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Lets nobody pass who does not know the key, before anything of a request is read or a method is
 * looked for.
 */
@jakarta.ws.rs.ext.Provider
@PreMatching
public class KeyFilter implements ContainerRequestFilter {
  @Inject private Provider<ApiConfig> config;

  @Override
  public void filter(ContainerRequestContext request) {
    boolean opens =
        config
            .get()
            .key()
            .opens(
                request.getHeaderString(ApiKey.HEADER),
                request.getHeaderString(HttpHeaders.AUTHORIZATION));
    if (!opens) {
      request.abortWith(
          Response.status(Response.Status.UNAUTHORIZED)
              .header(HttpHeaders.WWW_AUTHENTICATE, ApiKey.SCHEME)
              .type(MediaType.APPLICATION_JSON)
              .entity(AnswerWriter.error(ApiError.UNAUTHORIZED))
              .build());
    }
  }
}
