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
 * Methods that publish into channels and look at them.
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
public class ChannelResource {
  private final Exchange exchange;

  @Inject
  public ChannelResource(Exchange exchange) {
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
              schema = @Schema(implementation = ChannelSchemas.PublishResponse.class),
              example = "{\"result\": {\"offset\": 7, \"epoch\": \"Qk3x\"}}"))
  public CompletionStage<Response> publish(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ChannelSchemas.PublishRequest.class),
                      example = "{\"channel\": \"orders:42\", \"data\": {\"state\": \"paid\"}}"))
          InputStream body) {
    return exchange.respond("publish", body);
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
              schema = @Schema(implementation = ChannelSchemas.BroadcastResponse.class),
              example =
                  "{\"result\": {\"responses\": [{\"result\": {}}, {\"error\": {\"code\": 107, \"message\": \"bad request: channel is missing\"}}]}}"))
  public CompletionStage<Response> broadcast(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ChannelSchemas.BroadcastRequest.class),
                      example =
                          "{\"channels\": [\"user:1\", \"user:2\"], \"data\": {\"text\": \"hi\"}}"))
          InputStream body) {
    return exchange.respond("broadcast", body);
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
              schema = @Schema(implementation = ChannelSchemas.PresenceResponse.class),
              example =
                  "{\"result\": {\"presence\": {\"c54313b2-0442-499a-a70c-051f8588020f\": {\"user\": \"7\", \"client\": \"c54313b2-0442-499a-a70c-051f8588020f\"}}}}"))
  public CompletionStage<Response> presence(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ChannelSchemas.PresenceRequest.class),
                      example = "{\"channel\": \"orders:42\"}"))
          InputStream body) {
    return exchange.respond("presence", body);
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
              schema = @Schema(implementation = ChannelSchemas.PresenceStatsResponse.class),
              example = "{\"result\": {\"num_clients\": 3, \"num_users\": 2}}"))
  public CompletionStage<Response> presenceStats(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ChannelSchemas.PresenceStatsRequest.class),
                      example = "{\"channel\": \"orders:42\"}"))
          InputStream body) {
    return exchange.respond("presence_stats", body);
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
              schema = @Schema(implementation = ChannelSchemas.HistoryResponse.class),
              example =
                  "{\"result\": {\"publications\": [{\"data\": {\"state\": \"paid\"}, \"offset\": 7}], \"epoch\": \"Qk3x\", \"offset\": 7}}"))
  public CompletionStage<Response> history(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ChannelSchemas.HistoryRequest.class),
                      example = "{\"channel\": \"orders:42\", \"limit\": 10}"))
          InputStream body) {
    return exchange.respond("history", body);
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
              schema = @Schema(implementation = ChannelSchemas.HistoryRemoveResponse.class),
              example = "{\"result\": {}}"))
  public CompletionStage<Response> historyRemove(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ChannelSchemas.HistoryRemoveRequest.class),
                      example = "{\"channel\": \"orders:42\"}"))
          InputStream body) {
    return exchange.respond("history_remove", body);
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
              schema = @Schema(implementation = ChannelSchemas.ChannelsResponse.class),
              example = "{\"result\": {\"channels\": {\"orders:42\": {\"num_clients\": 3}}}}"))
  public CompletionStage<Response> channels(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = ChannelSchemas.ChannelsRequest.class),
                      example = "{\"pattern\": \"orders:*\"}"))
          InputStream body) {
    return exchange.respond("channels", body);
  }
}
