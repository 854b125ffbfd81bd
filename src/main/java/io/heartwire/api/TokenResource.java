package io.heartwire.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Methods that withdraw tokens, with effect on open connections.
 *
 * <p>Bodies may come under any content type, as {@code curl --data} sends them.
 */
@Path("/")
@Singleton
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiApplication.TAG)
@APIResponse(responseCode = "400", ref = ApiApplication.BAD_REQUEST)
@APIResponse(responseCode = "401", ref = ApiApplication.UNAUTHORIZED)
@APIResponse(responseCode = "413", ref = ApiApplication.TOO_LONG)
public class TokenResource {
  private final Exchange exchange;

  @Inject
  public TokenResource(Exchange exchange) {
    this.exchange = exchange;
  }

  @POST
  @Path("revoke_token")
  @Operation(
      operationId = "revoke_token",
      summary = "Withdraw a token",
      description =
          "It opens nothing any more, and connections that came with it are closed with 3500. Kept in the memory of this node.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TokenSchemas.RevokeTokenResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> revokeToken(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = TokenSchemas.RevokeTokenRequest.class),
                      example =
                          "{\"uid\": \"2c1f0a5e-8a55-4c0e-9a3b-7d4c2f5e9b10\", \"expire_at\": 1893456000}"))
          InputStream body) {
    return exchange.respond("revoke_token", body);
  }

  @POST
  @Path("invalidate_user_tokens")
  @Operation(
      operationId = "invalidate_user_tokens",
      summary = "Withdraw the tokens of a user that were issued before a moment",
      description = "Also those that do not say when they were issued. Otherwise as revoke_token.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TokenSchemas.InvalidateUserTokensResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> invalidateUserTokens(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema =
                          @Schema(implementation = TokenSchemas.InvalidateUserTokensRequest.class),
                      example = "{\"user\": \"7\", \"expire_at\": 1893456000}"))
          InputStream body) {
    return exchange.respond("invalidate_user_tokens", body);
  }
}
