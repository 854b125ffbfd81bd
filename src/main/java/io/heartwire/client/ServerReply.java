package io.heartwire.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reply or push of the Centrifuge protocol. Absent text is empty, absent numbers are 0. */
sealed interface ServerReply {

  /** The server's ping. */
  record Ping() implements ServerReply {}

  /** A command was carried out. */
  record Answer(int id, Result result) implements ServerReply {}

  /** A command was refused. */
  record Refusal(int id, int code, String message, boolean temporary) implements ServerReply {
    ErrorReplyException exception() {
      return new ErrorReplyException(code, message, temporary);
    }
  }

  /** Something that answers no command. */
  record Push(String channel, PushEvent event) implements ServerReply {}

  /** What a push tells. */
  sealed interface PushEvent {}

  /** Somebody has published. */
  record Published(Publication publication) implements PushEvent {}

  /** Somebody has come. */
  record Joined(ClientInfo info) implements PushEvent {}

  /** Somebody has left. */
  record Left(ClientInfo info) implements PushEvent {}

  /** The server has ended a subscription. */
  record Unsubscribed(int code, String reason) implements PushEvent {}

  /** The server has subscribed the client. */
  record ServerSubscribed(SubscribeResult result) implements PushEvent {}

  /** A message to this client alone. */
  record Message(String data) implements PushEvent {}

  /** The server is about to close the connection. */
  record Disconnect(int code, String reason) implements PushEvent {}

  /** The connection expires later than it did. */
  record Refreshed(RefreshResult result) implements PushEvent {}

  /** A kind of push that this client does not know. */
  record Unknown() implements PushEvent {}

  /** What a command returns. */
  sealed interface Result {}

  /**
   * The connection is established.
   *
   * @param ttl seconds until it expires unless it is refreshed, if {@code expires}
   * @param ping seconds between the server's pings, 0 for none
   * @param pong whether the client has to answer them
   * @param idempotency null if the server does not recognise idempotency keys
   */
  record ConnectResult(
      String client,
      boolean expires,
      long ttl,
      @Nullable String data,
      Map<String, SubscribeResult> subs,
      long ping,
      boolean pong,
      @Nullable Idempotency idempotency)
      implements Result {}

  /**
   * The server recognises a publication that comes again with the same key.
   *
   * @param scope names the server and user; under another scope it is a second publication
   * @param window how many seconds it remembers a key
   */
  record Idempotency(String scope, long window) {}

  /** A subscription is established; see {@link Subscribed}. */
  record SubscribeResult(
      boolean expires,
      long ttl,
      boolean recoverable,
      String epoch,
      long offset,
      List<Publication> publications,
      boolean recovered,
      boolean wasRecovering,
      boolean positioned,
      @Nullable String data)
      implements Result {}

  /** What a method returned; null for no data. */
  record RpcResult(@Nullable String data) implements Result {}

  /** Part of a history. */
  record HistoryResult(HistoryPage page) implements Result {}

  /** Who is there, by connection id. */
  record PresenceResult(Map<String, ClientInfo> clients) implements Result {}

  /** How many are there. */
  record PresenceStatsResult(PresenceStats stats) implements Result {}

  /** A connection or subscription expires later than it did. */
  record RefreshResult(boolean expires, long ttl) implements Result {}

  /** The command returns nothing. */
  record Done() implements Result {}
}
