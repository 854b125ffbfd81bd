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
 * The methods of the server API, each under its name.
 *
 * <p>Bodies may come under any content type, as {@code curl --data} sends them.
 */
@Path("/")
@Singleton
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "server API")
@APIResponse(
    responseCode = "400",
    description = "The body is not what the method takes; the message names the field",
    content =
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = Schemas.ErrorResponse.class),
            example =
                "{\"error\": {\"code\": 107, \"message\": \"bad request: channel is not a"
                    + " string\"}}"))
@APIResponse(
    responseCode = "401",
    description = "No key, another key, or no key is set",
    content =
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = Schemas.ErrorResponse.class)))
@APIResponse(
    responseCode = "413",
    description = "The body is longer than heartwire.api.max-body-bytes",
    content =
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = Schemas.ErrorResponse.class)))
public class ApiResource {
  private final Exchange exchange;

  @Inject
  public ApiResource(Exchange exchange) {
    this.exchange = exchange;
  }

  @POST
  @Path("publish")
  @Operation(
      operationId = "publish",
      summary = "Publish data into a channel",
      description =
          "Everybody who is subscribed gets it. In a channel with history the result has its place in the stream.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Schemas.PublishResponse.class),
              example = "{\"result\": {\"offset\": 7, \"epoch\": \"Qk3x\"}}"))
  public CompletionStage<Response> publish(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.PublishRequest.class),
                      example = "{\"channel\": \"orders:42\", \"data\": {\"state\": \"paid\"}}"))
          InputStream body) {
    return run("publish", body);
  }

  @POST
  @Path("broadcast")
  @Operation(
      operationId = "broadcast",
      summary = "Publish the same data into many channels",
      description = "Each channel has its own response, in the order of the channels.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Schemas.BroadcastResponse.class),
              example =
                  "{\"result\": {\"responses\": [{\"result\": {}}, {\"error\": {\"code\": 107, \"message\": \"bad request: channel is missing\"}}]}}"))
  public CompletionStage<Response> broadcast(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.BroadcastRequest.class),
                      example =
                          "{\"channels\": [\"user:1\", \"user:2\"], \"data\": {\"text\": \"hi\"}}"))
          InputStream body) {
    return run("broadcast", body);
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
              schema = @Schema(implementation = Schemas.SubscribeResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> subscribe(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.SubscribeRequest.class),
                      example = "{\"user\": \"7\", \"channel\": \"orders:42\"}"))
          InputStream body) {
    return run("subscribe", body);
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
              schema = @Schema(implementation = Schemas.UnsubscribeResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> unsubscribe(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.UnsubscribeRequest.class),
                      example = "{\"user\": \"7\", \"channel\": \"orders:42\"}"))
          InputStream body) {
    return run("unsubscribe", body);
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
              schema = @Schema(implementation = Schemas.DisconnectResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> disconnect(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.DisconnectRequest.class),
                      example =
                          "{\"user\": \"7\", \"disconnect\": {\"code\": 4501, \"reason\": \"banned\"}}"))
          InputStream body) {
    return run("disconnect", body);
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
              schema = @Schema(implementation = Schemas.RefreshResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> refresh(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.RefreshRequest.class),
                      example = "{\"user\": \"7\", \"expire_at\": 1893456000}"))
          InputStream body) {
    return run("refresh", body);
  }

  @POST
  @Path("presence")
  @Operation(
      operationId = "presence",
      summary = "Who is in a channel",
      description = "Needs presence in the channel's namespace.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Schemas.PresenceResponse.class),
              example =
                  "{\"result\": {\"presence\": {\"c54313b2-0442-499a-a70c-051f8588020f\": {\"user\": \"7\", \"client\": \"c54313b2-0442-499a-a70c-051f8588020f\"}}}}"))
  public CompletionStage<Response> presence(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.PresenceRequest.class),
                      example = "{\"channel\": \"orders:42\"}"))
          InputStream body) {
    return run("presence", body);
  }

  @POST
  @Path("presence_stats")
  @Operation(
      operationId = "presence_stats",
      summary = "How many are in a channel",
      description = "Needs presence in the channel's namespace.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Schemas.PresenceStatsResponse.class),
              example = "{\"result\": {\"num_clients\": 3, \"num_users\": 2}}"))
  public CompletionStage<Response> presenceStats(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.PresenceStatsRequest.class),
                      example = "{\"channel\": \"orders:42\"}"))
          InputStream body) {
    return run("presence_stats", body);
  }

  @POST
  @Path("history")
  @Operation(
      operationId = "history",
      summary = "What was published into a channel",
      description =
          "Without a limit only where the stream stands. Needs history in the channel's namespace.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Schemas.HistoryResponse.class),
              example =
                  "{\"result\": {\"publications\": [{\"data\": {\"state\": \"paid\"}, \"offset\": 7}], \"epoch\": \"Qk3x\", \"offset\": 7}}"))
  public CompletionStage<Response> history(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.HistoryRequest.class),
                      example = "{\"channel\": \"orders:42\", \"limit\": 10}"))
          InputStream body) {
    return run("history", body);
  }

  @POST
  @Path("history_remove")
  @Operation(
      operationId = "history_remove",
      summary = "Forget what was published into a channel",
      description = "Offsets go on.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Schemas.HistoryRemoveResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> historyRemove(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.HistoryRemoveRequest.class),
                      example = "{\"channel\": \"orders:42\"}"))
          InputStream body) {
    return run("history_remove", body);
  }

  @POST
  @Path("channels")
  @Operation(
      operationId = "channels",
      summary = "Which channels have subscribers",
      description = "All of them at once: meant for development and for people.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Schemas.ChannelsResponse.class),
              example = "{\"result\": {\"channels\": {\"orders:42\": {\"num_clients\": 3}}}}"))
  public CompletionStage<Response> channels(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.ChannelsRequest.class),
                      example = "{\"pattern\": \"orders:*\"}"))
          InputStream body) {
    return run("channels", body);
  }

  @POST
  @Path("info")
  @Operation(operationId = "info", summary = "Which nodes are running")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Schemas.InfoResponse.class),
              example =
                  "{\"result\": {\"nodes\": [{\"uid\": \"f844a2ed-5edf-4815-b83c-271974003db9\", \"name\": \"left\", \"version\": \"0.1.0\", \"num_clients\": 3, \"num_users\": 2, \"num_subs\": 5, \"num_channels\": 4, \"uptime\": 60}]}}"))
  public CompletionStage<Response> info(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.InfoRequest.class),
                      example = "{}"))
          InputStream body) {
    return run("info", body);
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
              schema = @Schema(implementation = Schemas.RpcResponse.class),
              example = "{\"result\": {\"data\": {\"state\": \"paid\"}}}"))
  public CompletionStage<Response> rpc(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.RpcRequest.class),
                      example = "{\"method\": \"order-status\", \"params\": {\"id\": 42}}"))
          InputStream body) {
    return run("rpc", body);
  }

  @POST
  @Path("batch")
  @Operation(
      operationId = "batch",
      summary = "Many commands in one request",
      description =
          "One after the other, or all at once if parallel. Each has its own reply, in their order; a reply has the name of its command, or is an error.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Schemas.BatchResponse.class),
              example =
                  "{\"replies\": [{\"publish\": {}}, {\"error\": {\"code\": 108, \"message\": \"not available: channel a keeps no presence: set presence\"}}]}"))
  public CompletionStage<Response> batch(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Schemas.BatchRequest.class),
                      example =
                          "{\"commands\": [{\"publish\": {\"channel\": \"a\", \"data\": 1}}, {\"presence\": {\"channel\": \"a\"}}]}"))
          InputStream body) {
    return run("batch", body);
  }

  private CompletionStage<Response> run(String method, InputStream body) {
    return exchange
        .run(method, body)
        .thenApply(
            outcome ->
                Response.status(outcome.status())
                    .type(MediaType.APPLICATION_JSON)
                    .entity(outcome.json())
                    .build());
  }
}
