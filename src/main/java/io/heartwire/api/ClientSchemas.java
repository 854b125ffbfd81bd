package io.heartwire.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shapes of {@link ClientResource}, for {@code /openapi} only: nothing makes one of these. */
final class ClientSchemas {

  private ClientSchemas() {}

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
          SharedSchemas.StreamPosition recoverSince,
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
      name = "RpcRequest",
      description = "A call.",
      requiredProperties = {"method"})
  record RpcRequest(String method, @Schema(description = "any JSON value") Object params) {}

  @Schema(name = "RpcResult", description = "What the method returned.")
  record RpcResult(@Schema(description = "any JSON value") Object data) {}

  @Schema(name = "SubscribeResponse", description = "Result or error.")
  record SubscribeResponse(SharedSchemas.EmptyResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "UnsubscribeResponse", description = "Result or error.")
  record UnsubscribeResponse(SharedSchemas.EmptyResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "DisconnectResponse", description = "Result or error.")
  record DisconnectResponse(SharedSchemas.EmptyResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "RefreshResponse", description = "Result or error.")
  record RefreshResponse(SharedSchemas.EmptyResult result, SharedSchemas.ApiError error) {}

  @Schema(name = "RpcResponse", description = "Result or error.")
  record RpcResponse(RpcResult result, SharedSchemas.ApiError error) {}
}
