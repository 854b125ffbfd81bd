package io.heartwire.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shapes of {@link NodeResource}, for {@code /openapi} only: nothing makes one of these. */
final class NodeSchemas {

  private NodeSchemas() {}

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

  @Schema(name = "InfoResponse", description = "Result or error.")
  record InfoResponse(InfoResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "Command", description = "Exactly one of these.")
  record Command(
      ChannelSchemas.PublishRequest publish,
      ChannelSchemas.BroadcastRequest broadcast,
      ClientSchemas.SubscribeRequest subscribe,
      ClientSchemas.UnsubscribeRequest unsubscribe,
      ClientSchemas.DisconnectRequest disconnect,
      ClientSchemas.RefreshRequest refresh,
      @Schema(name = "revoke_token") TokenSchemas.RevokeTokenRequest revokeToken,
      @Schema(name = "invalidate_user_tokens")
          TokenSchemas.InvalidateUserTokensRequest invalidateUserTokens,
      ChannelSchemas.PresenceRequest presence,
      @Schema(name = "presence_stats") ChannelSchemas.PresenceStatsRequest presenceStats,
      ChannelSchemas.HistoryRequest history,
      @Schema(name = "history_remove") ChannelSchemas.HistoryRemoveRequest historyRemove,
      ChannelSchemas.ChannelsRequest channels,
      InfoRequest info,
      DrainSchemas.DrainRequest drain,
      DrainSchemas.RebalanceRequest rebalance,
      ClientSchemas.RpcRequest rpc) {}

  @Schema(name = "Reply", description = "The result under the name of the command, or an error.")
  record Reply(
      SharedSchemas.ApiError error,
      ChannelSchemas.PublishResult publish,
      ChannelSchemas.BroadcastResult broadcast,
      SharedSchemas.EmptyResult subscribe,
      SharedSchemas.EmptyResult unsubscribe,
      SharedSchemas.EmptyResult disconnect,
      SharedSchemas.EmptyResult refresh,
      @Schema(name = "revoke_token") SharedSchemas.EmptyResult revokeToken,
      @Schema(name = "invalidate_user_tokens") SharedSchemas.EmptyResult invalidateUserTokens,
      ChannelSchemas.PresenceResult presence,
      @Schema(name = "presence_stats") ChannelSchemas.PresenceStatsResult presenceStats,
      ChannelSchemas.HistoryResult history,
      @Schema(name = "history_remove") SharedSchemas.EmptyResult historyRemove,
      ChannelSchemas.ChannelsResult channels,
      InfoResult info,
      DrainSchemas.DrainResult drain,
      DrainSchemas.DrainResult rebalance,
      ClientSchemas.RpcResult rpc) {}

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
