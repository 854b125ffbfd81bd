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
 * Methods that act on the clients of a user, and calls of the application.
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
public class ClientResource {
  private final Exchange exchange;

  @Inject
  public ClientResource(Exchange exchange) {
    this.exchange = exchange;
  }

  @POST
  @Path("subscribe")
  @Operation(
      operationId = "subscribe",
      summary = "Subscribe the clients of a user to a channel",
      description =
          "Clients that are connected now, and none that come later; without any, nothing is done.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ClientSchemas.SubscribeResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> subscribe(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ClientSchemas.SubscribeRequest.class),
                      example = "{\"user\": \"7\", \"channel\": \"orders:42\"}"))
          InputStream body) {
    return exchange.respond("subscribe", body);
  }

  @POST
  @Path("unsubscribe")
  @Operation(
      operationId = "unsubscribe",
      summary = "End the subscriptions of a user's clients to a channel",
      description = "The clients are told and do not subscribe again by themselves.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ClientSchemas.UnsubscribeResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> unsubscribe(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ClientSchemas.UnsubscribeRequest.class),
                      example = "{\"user\": \"7\", \"channel\": \"orders:42\"}"))
          InputStream body) {
    return exchange.respond("unsubscribe", body);
  }

  @POST
  @Path("disconnect")
  @Operation(
      operationId = "disconnect",
      summary = "Close the connections of a user",
      description = "Whatever protocol they speak.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ClientSchemas.DisconnectResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> disconnect(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ClientSchemas.DisconnectRequest.class),
                      example =
                          "{\"user\": \"7\", \"disconnect\": {\"code\": 4501, \"reason\": \"banned\"}}"))
          InputStream body) {
    return exchange.respond("disconnect", body);
  }

  @POST
  @Path("refresh")
  @Operation(
      operationId = "refresh",
      summary = "Put the end of a user's connections off, or end them")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ClientSchemas.RefreshResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> refresh(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ClientSchemas.RefreshRequest.class),
                      example = "{\"user\": \"7\", \"expire_at\": 1893456000}"))
          InputStream body) {
    return exchange.respond("refresh", body);
  }

  @POST
  @Path("rpc")
  @Operation(
      operationId = "rpc",
      summary = "Call a method of the application",
      description = "One that a bean of type RpcHandler answers.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ClientSchemas.RpcResponse.class),
              example = "{\"result\": {\"data\": {\"state\": \"paid\"}}}"))
  public CompletionStage<Response> rpc(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ClientSchemas.RpcRequest.class),
                      example = "{\"method\": \"order-status\", \"params\": {\"id\": 42}}"))
          InputStream body) {
    return exchange.respond("rpc", body);
  }
}
