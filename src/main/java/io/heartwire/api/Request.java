package io.heartwire.api;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a back end wants, by the method; nothing in it has been checked but its form. */
sealed interface Request {

  /** A method by its name, and what it is given. */
  record Command(String method, Request request) {}

  /**
   * Commands that come together.
   *
   * @param parallel whether they may be carried out in any order
   */
  record Batch(List<Command> commands, boolean parallel) {}

  /**
   * What is published.
   *
   * @param data null = missing
   * @param idempotencyKey empty = none
   */
  record Content(
      @Nullable Payload data,
      boolean skipHistory,
      Map<String, String> tags,
      String idempotencyKey) {}

  /**
   * Which clients are meant: those of a user, or one of them.
   *
   * @param client the id of one, or empty
   * @param session another name for the same, or empty
   */
  record Target(String user, String client, String session) {
    boolean means(String id) {
      return (client.isEmpty() || client.equals(id)) && (session.isEmpty() || session.equals(id));
    }
  }

  record Publish(String channel, Content content) implements Request {}

  record Broadcast(List<String> channels, Content content) implements Request {}

  /**
   * @param expireAt in seconds since 1970; 0 = never
   */
  record Subscribe(
      Target target,
      String channel,
      Payload info,
      Payload data,
      long expireAt,
      @Nullable StreamPosition since,
      Overrides overrides)
      implements Request {}

  /** How one subscription differs from its namespace's rules; null = it does not. */
  record Overrides(
      @Nullable Boolean presence,
      @Nullable Boolean joinLeave,
      @Nullable Boolean forceRecovery,
      @Nullable Boolean forcePositioning,
      @Nullable Boolean forcePushJoinLeave) {
    static final Overrides NONE = new Overrides(null, null, null, null, null);
  }

  record Unsubscribe(Target target, String channel) implements Request {}

  /**
   * @param whitelist ids of clients that stay
   * @param reason null = the usual one
   */
  record Disconnect(Target target, List<String> whitelist, @Nullable Reason reason)
      implements Request {}

  record Reason(long code, String text) {}

  /**
   * @param expireAt in seconds since 1970; 0 = never
   */
  record Refresh(Target target, boolean expired, long expireAt) implements Request {}

  /**
   * @param expireAt in seconds since 1970; 0 = never
   */
  record RevokeToken(String uid, long expireAt) implements Request {}

  /**
   * @param issuedBefore in seconds since 1970; 0 = now
   * @param expireAt as above
   */
  record InvalidateUserTokens(String user, long issuedBefore, long expireAt) implements Request {}

  record Presence(String channel) implements Request {}

  record PresenceStats(String channel) implements Request {}

  /**
   * @param limit 0 = the position only; negative = all
   */
  record History(String channel, int limit, @Nullable StreamPosition since, boolean reverse)
      implements Request {}

  record HistoryRemove(String channel) implements Request {}

  /**
   * @param pattern empty = all
   */
  record Channels(String pattern) implements Request {}

  record Info() implements Request {}

  /**
   * How clients are to be seen off; null = as configured.
   *
   * @param rate connections a second
   * @param delay in seconds
   * @param deadline in seconds
   */
  record Pace(@Nullable Long rate, @Nullable Long delay, @Nullable Long deadline) {}

  /**
   * @param cancel ends it instead, and takes clients in again
   * @param waits whether the answer is to come when it is over
   */
  record Drain(Pace pace, boolean cancel, boolean waits) implements Request {}

  /** How far it is. */
  record DrainState() implements Request {}

  /**
   * @param percent of the clients; 0 = missing
   */
  record Rebalance(long percent, @Nullable Long rate, boolean waits) implements Request {}

  record Rpc(String method, Payload params) implements Request {}

  /** One that says something this gateway cannot do. */
  record Refused(ApiError error) implements Request {}
}
