package io.heartwire.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server of the Centrifuge protocol says. Absent text is empty, absent numbers are 0. */
sealed interface Reply {

  /** Asks for a sign of life, and is one. */
  record Ping() implements Reply {}

  /** A command was carried out. */
  record Answer(int id, Result result) implements Reply {}

  /** A command was refused. */
  record Refusal(int id, int code, String message, boolean temporary) implements Reply {
    ErrorReplyException exception() {
      return new ErrorReplyException(code, message, temporary);
    }
  }

  /** News that nobody asked for. */
  record Push(String channel, News news) implements Reply {}

  /** A kind of push. */
  sealed interface News {}

  /** Somebody has published. */
  record Published(Publication publication) implements News {}

  /** Somebody has come. */
  record Joined(ClientInfo info) implements News {}

  /** Somebody has left. */
  record Left(ClientInfo info) implements News {}

  /** The server has ended a subscription. */
  record Unsubscribed(int code, String reason) implements News {}

  /** The server has subscribed the client. */
  record ServerSubscribed(SubscribeResult result) implements News {}

  /** A message to this client alone. */
  record Message(String data) implements News {}

  /** The server is about to close the connection. */
  record Disconnect(int code, String reason) implements News {}

  /** The connection's end has been put off. */
  record Refreshed(RefreshResult result) implements News {}

  /** A kind this client does not know. */
  record Unknown() implements News {}

  /** What a command is answered with. */
  sealed interface Result {}

  /**
   * The connection takes part.
   *
   * @param ttl seconds until it ends unless it is refreshed, if {@code expires}
   * @param ping seconds between the server's pings, 0 for none
   * @param pong whether they are to be answered
   * @param repetitions null if the server does not recognise any
   */
  record ConnectResult(
      String client,
      boolean expires,
      long ttl,
      @Nullable String data,
      Map<String, SubscribeResult> subs,
      long ping,
      boolean pong,
      @Nullable Repetitions repetitions)
      implements Result {}

  /**
   * A publication that comes again with the same key is recognised.
   *
   * @param scope where, and for whom: elsewhere it would be a second publication
   * @param window for so many seconds after the first
   */
  record Repetitions(String scope, long window) {}

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

  /** An end has been put off. */
  record RefreshResult(boolean expires, long ttl) implements Result {}

  /** Done, and nothing to say about it. */
  record Done() implements Result {}
}
