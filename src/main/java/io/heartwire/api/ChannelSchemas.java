package io.heartwire.api;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shapes of {@link ChannelResource}, for {@code /openapi} only: nothing makes one of these. */
final class ChannelSchemas {

  private ChannelSchemas() {}

  @Schema(
      name = "PublishRequest",
      description = "What is published, and where to.",
      requiredProperties = {"channel"})
  record PublishRequest(
      @Schema(description = "name of a channel") String channel,
      @Schema(description = "any JSON value; goes through byte for byte") Object data,
      @Schema(description = "binary data in base64, in place of data") String b64data,
      @Schema(name = "skip_history", description = "do not keep it") Boolean skipHistory,
      @Schema(description = "for the filters of subscribers") Map<String, String> tags,
      @Schema(
              name = "idempotency_key",
              description =
                  "with the same key, a channel takes it once in five minutes; up to 256 characters")
          String idempotencyKey,
      @Schema(description = "accepted; the namespace decides") Boolean delta) {}

  @Schema(
      name = "PublishResult",
      description = "Where the stream stands behind it; empty without history.")
  record PublishResult(
      @Schema(description = "its place in the stream") Long offset,
      @Schema(description = "of the stream") String epoch) {}

  @Schema(
      name = "BroadcastRequest",
      description = "What is published, and where to.",
      requiredProperties = {"channels"})
  record BroadcastRequest(
      @Schema(description = "names of channels") List<String> channels,
      @Schema(description = "any JSON value; goes through byte for byte") Object data,
      @Schema(description = "binary data in base64, in place of data") String b64data,
      @Schema(name = "skip_history", description = "do not keep it") Boolean skipHistory,
      @Schema(description = "for the filters of subscribers") Map<String, String> tags,
      @Schema(
              name = "idempotency_key",
              description =
                  "with the same key, a channel takes it once in five minutes; up to 256 characters")
          String idempotencyKey,
      @Schema(description = "accepted; the namespace decides") Boolean delta) {}

  @Schema(
      name = "BroadcastResult",
      description = "A response for each channel, in their order.",
      requiredProperties = {"responses"})
  record BroadcastResult(
      @Schema(description = "result or error each") List<PublishResponse> responses) {}

  @Schema(
      name = "PresenceRequest",
      description = "A channel.",
      requiredProperties = {"channel"})
  record PresenceRequest(@Schema(description = "name of a channel") String channel) {}

  @Schema(
      name = "ClientInfo",
      description = "A client, as others see it.",
      requiredProperties = {"user", "client"})
  record ClientInfo(
      @Schema(description = "empty = anonymous") String user,
      @Schema(description = "id of the connection") String client,
      @Schema(name = "conn_info", description = "any JSON value") Object connInfo,
      @Schema(name = "chan_info", description = "any JSON value") Object chanInfo) {}

  @Schema(
      name = "PresenceResult",
      description = "Who is there.",
      requiredProperties = {"presence"})
  record PresenceResult(
      @Schema(description = "by the id of the client") Map<String, ClientInfo> presence) {}

  @Schema(
      name = "PresenceStatsRequest",
      description = "A channel.",
      requiredProperties = {"channel"})
  record PresenceStatsRequest(@Schema(description = "name of a channel") String channel) {}

  @Schema(
      name = "PresenceStatsResult",
      description = "How many are there.",
      requiredProperties = {"num_clients", "num_users"})
  record PresenceStatsResult(
      @Schema(name = "num_clients") Integer numClients,
      @Schema(name = "num_users") Integer numUsers) {}

  @Schema(
      name = "HistoryRequest",
      description = "Which publications are wanted.",
      requiredProperties = {"channel"})
  record HistoryRequest(
      @Schema(description = "name of a channel") String channel,
      @Schema(description = "how many; 0 = none, only the position; negative = all") Integer limit,
      @Schema(description = "only those behind it, or before it in reverse")
          SharedSchemas.StreamPosition since,
      @Schema(description = "newest first") Boolean reverse) {}

  @Schema(
      name = "Publication",
      description = "One message.",
      requiredProperties = {"data", "offset"})
  record Publication(
      @Schema(
              description =
                  "the JSON value; text that is not JSON as a string, other bytes in base64")
          Object data,
      @Schema(description = "the client that published it") ClientInfo info,
      Long offset,
      Map<String, String> tags) {}

  @Schema(
      name = "HistoryResult",
      description = "What was published.",
      requiredProperties = {"publications", "epoch", "offset"})
  record HistoryResult(
      List<Publication> publications,
      String epoch,
      @Schema(description = "where the stream stands") Long offset) {}

  @Schema(
      name = "HistoryRemoveRequest",
      description = "A channel.",
      requiredProperties = {"channel"})
  record HistoryRemoveRequest(@Schema(description = "name of a channel") String channel) {}

  @Schema(name = "ChannelsRequest", description = "Which channels.")
  record ChannelsRequest(
      @Schema(description = "with * ? [a-z] {a,b}; missing = all") String pattern) {}

  @Schema(
      name = "ChannelInfo",
      description = "A channel with subscribers.",
      requiredProperties = {"num_clients"})
  record ChannelInfo(@Schema(name = "num_clients") Integer numClients) {}

  @Schema(
      name = "ChannelsResult",
      description = "Channels with subscribers.",
      requiredProperties = {"channels"})
  record ChannelsResult(@Schema(description = "by name") Map<String, ChannelInfo> channels) {}

  @Schema(name = "PublishResponse", description = "Result or error.")
  record PublishResponse(PublishResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "BroadcastResponse", description = "Result or error.")
  record BroadcastResponse(BroadcastResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "PresenceResponse", description = "Result or error.")
  record PresenceResponse(PresenceResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "PresenceStatsResponse", description = "Result or error.")
  record PresenceStatsResponse(PresenceStatsResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "HistoryResponse", description = "Result or error.")
  record HistoryResponse(HistoryResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "HistoryRemoveResponse", description = "Result or error.")
  record HistoryRemoveResponse(SharedSchemas.EmptyResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "ChannelsResponse", description = "Result or error.")
  record ChannelsResponse(ChannelsResult result, SharedSchemas.ApiError error) {}
}
