package io.heartwire.api;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shapes of requests and answers, for {@code /openapi} only: nothing makes one of these. */
final class Schemas {

  private Schemas() {}

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
      name = "BoolValue",
      description = "A flag that may be missing.",
      requiredProperties = {"value"})
  record BoolValue(Boolean value) {}

  @Schema(
      name = "Override",
      description = "Where one subscription differs from its namespace's options.")
  record Override(
      @Schema(description = "only the namespace's own value") BoolValue presence,
      @Schema(name = "join_leave", description = "only the namespace's own value")
          BoolValue joinLeave,
      @Schema(name = "force_recovery", description = "let the client recover later")
          BoolValue forceRecovery,
      @Schema(name = "force_positioning", description = "watch the client's position")
          BoolValue forcePositioning,
      @Schema(name = "force_push_join_leave", description = "tell the client who comes and goes")
          BoolValue forcePushJoinLeave) {}

  @Schema(
      name = "StreamPosition",
      description = "A place in a stream: behind the publication with this offset.")
  record StreamPosition(Long offset, String epoch) {}

  @Schema(
      name = "SubscribeRequest",
      description = "Who is subscribed, and to what.",
      requiredProperties = {"user", "channel"})
  record SubscribeRequest(
      @Schema(description = "whose clients") String user,
      @Schema(description = "the id of the one client that is meant") String client,
      @Schema(description = "the same as client") String session,
      @Schema(description = "name of a channel") String channel,
      @Schema(description = "any JSON value that others see of the client in this channel")
          Object info,
      @Schema(description = "the same in base64") String b64info,
      @Schema(description = "any JSON value for the client") Object data,
      @Schema(description = "the same in base64") String b64data,
      @Schema(name = "expire_at", description = "when it ends, in seconds since 1970")
          Long expireAt,
      @Schema(name = "recover_since", description = "send what was published since")
          StreamPosition recoverSince,
      Override override) {}

  @Schema(
      name = "UnsubscribeRequest",
      description = "Whose subscription ends.",
      requiredProperties = {"user", "channel"})
  record UnsubscribeRequest(
      @Schema(description = "whose clients") String user,
      @Schema(description = "the id of the one client that is meant") String client,
      @Schema(description = "the same as client") String session,
      @Schema(description = "name of a channel") String channel) {}

  @Schema(
      name = "DisconnectReason",
      description = "What the client is told.",
      requiredProperties = {"code"})
  record DisconnectReason(
      @Schema(description = "3000 to 4999; 3500 to 3999 and from 4500 on the client stays away")
          Integer code,
      @Schema(description = "up to 123 bytes") String reason) {}

  @Schema(
      name = "DisconnectRequest",
      description = "Whose connections are closed.",
      requiredProperties = {"user"})
  record DisconnectRequest(
      @Schema(description = "whose clients") String user,
      @Schema(description = "the id of the one client that is meant") String client,
      @Schema(description = "the same as client") String session,
      @Schema(description = "ids of clients that stay") List<String> whitelist,
      @Schema(description = "3503, force disconnect, if missing") DisconnectReason disconnect) {}

  @Schema(
      name = "RefreshRequest",
      description = "Whose connections end later, or now.",
      requiredProperties = {"user"})
  record RefreshRequest(
      @Schema(description = "whose clients") String user,
      @Schema(description = "the id of the one client that is meant") String client,
      @Schema(description = "the same as client") String session,
      @Schema(description = "end them now") Boolean expired,
      @Schema(
              name = "expire_at",
              description = "when they end, in seconds since 1970; missing = never")
          Long expireAt) {}

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
      @Schema(description = "only those behind it, or before it in reverse") StreamPosition since,
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

  @Schema(name = "InfoRequest", description = "Nothing.")
  record InfoRequest() {}

  @Schema(
      name = "NodeInfo",
      description = "A running node.",
      requiredProperties = {
        "uid",
        "name",
        "version",
        "num_clients",
        "num_users",
        "num_subs",
        "num_channels",
        "uptime"
      })
  record NodeInfo(
      String uid,
      String name,
      String version,
      @Schema(name = "num_clients", description = "connections") Integer numClients,
      @Schema(name = "num_users") Integer numUsers,
      @Schema(name = "num_subs") Long numSubs,
      @Schema(name = "num_channels") Integer numChannels,
      @Schema(description = "in seconds") Long uptime) {}

  @Schema(
      name = "InfoResult",
      description = "The running nodes.",
      requiredProperties = {"nodes"})
  record InfoResult(List<NodeInfo> nodes) {}

  @Schema(
      name = "RpcRequest",
      description = "A call.",
      requiredProperties = {"method"})
  record RpcRequest(String method, @Schema(description = "any JSON value") Object params) {}

  @Schema(name = "RpcResult", description = "What the method returned.")
  record RpcResult(@Schema(description = "any JSON value") Object data) {}

  @Schema(name = "EmptyResult", description = "Done.")
  record EmptyResult() {}

  @Schema(
      name = "ApiError",
      description = "Why it was not done.",
      requiredProperties = {"code", "message"})
  record ApiError(
      @Schema(
              description =
                  "100 internal, 101 unauthorized, 102 unknown channel, 103 permission denied, 104 not found, 106 limit exceeded, 107 bad request, 108 not available, 112 unrecoverable position, from 400 on the application's")
          Integer code,
      String message) {}

  @Schema(
      name = "ErrorResponse",
      description = "An error, and nothing else.",
      requiredProperties = {"error"})
  record ErrorResponse(ApiError error) {}

  @Schema(name = "PublishResponse", description = "Result or error.")
  record PublishResponse(PublishResult result, ApiError error) {}

  @Schema(name = "BroadcastResponse", description = "Result or error.")
  record BroadcastResponse(BroadcastResult result, ApiError error) {}

  @Schema(name = "SubscribeResponse", description = "Result or error.")
  record SubscribeResponse(EmptyResult result, ApiError error) {}

  @Schema(name = "UnsubscribeResponse", description = "Result or error.")
  record UnsubscribeResponse(EmptyResult result, ApiError error) {}

  @Schema(name = "DisconnectResponse", description = "Result or error.")
  record DisconnectResponse(EmptyResult result, ApiError error) {}

  @Schema(name = "RefreshResponse", description = "Result or error.")
  record RefreshResponse(EmptyResult result, ApiError error) {}

  @Schema(name = "PresenceResponse", description = "Result or error.")
  record PresenceResponse(PresenceResult result, ApiError error) {}

  @Schema(name = "PresenceStatsResponse", description = "Result or error.")
  record PresenceStatsResponse(PresenceStatsResult result, ApiError error) {}

  @Schema(name = "HistoryResponse", description = "Result or error.")
  record HistoryResponse(HistoryResult result, ApiError error) {}

  @Schema(name = "HistoryRemoveResponse", description = "Result or error.")
  record HistoryRemoveResponse(EmptyResult result, ApiError error) {}

  @Schema(name = "ChannelsResponse", description = "Result or error.")
  record ChannelsResponse(ChannelsResult result, ApiError error) {}

  @Schema(name = "InfoResponse", description = "Result or error.")
  record InfoResponse(InfoResult result, ApiError error) {}

  @Schema(name = "RpcResponse", description = "Result or error.")
  record RpcResponse(RpcResult result, ApiError error) {}

  @Schema(name = "Command", description = "Exactly one of these.")
  record Command(
      PublishRequest publish,
      BroadcastRequest broadcast,
      SubscribeRequest subscribe,
      UnsubscribeRequest unsubscribe,
      DisconnectRequest disconnect,
      RefreshRequest refresh,
      PresenceRequest presence,
      @Schema(name = "presence_stats") PresenceStatsRequest presenceStats,
      HistoryRequest history,
      @Schema(name = "history_remove") HistoryRemoveRequest historyRemove,
      ChannelsRequest channels,
      InfoRequest info,
      RpcRequest rpc) {}

  @Schema(name = "Reply", description = "The result under the name of the command, or an error.")
  record Reply(
      ApiError error,
      PublishResult publish,
      BroadcastResult broadcast,
      EmptyResult subscribe,
      EmptyResult unsubscribe,
      EmptyResult disconnect,
      EmptyResult refresh,
      PresenceResult presence,
      @Schema(name = "presence_stats") PresenceStatsResult presenceStats,
      HistoryResult history,
      @Schema(name = "history_remove") EmptyResult historyRemove,
      ChannelsResult channels,
      InfoResult info,
      RpcResult rpc) {}

  @Schema(
      name = "BatchRequest",
      description = "Commands that come together.",
      requiredProperties = {"commands"})
  record BatchRequest(
      List<Command> commands, @Schema(description = "in any order") Boolean parallel) {}

  @Schema(
      name = "BatchResponse",
      description = "A reply for each command, in their order.",
      requiredProperties = {"replies"})
  record BatchResponse(List<Reply> replies) {}
}
