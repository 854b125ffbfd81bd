package io.heartwire.api;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.SubscribeOverrides;
import io.heartwire.hub.ClientTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a back end wants, by the method; nothing in it has been checked but its form. */
sealed interface ApiRequest {

  /**
   * A method by its name, and what it is given.
   *
   * @param traceparent the trace that it belongs to, or null
   */
  record Command(String method, ApiRequest request, @Nullable String traceparent) {
    Command(String method, ApiRequest request) {
      this(method, request, null);
    }

    Command within(@Nullable String trace) {
      return new Command(method, request, trace);
    }
  }

  /**
   * Commands that come together.
   *
   * @param parallel whether they may be carried out in any order
   */
  record Batch(List<Command> commands, boolean parallel) {

    Batch within(@Nullable String trace) {
      return new Batch(commands.stream().map(command -> command.within(trace)).toList(), parallel);
    }
  }

  /**
   * What is published.
   *
   * @param data null = missing
   * @param idempotencyKey empty = none
   * @param version 0 = none
   */
  record Content(
      @Nullable Payload data,
      boolean skipHistory,
      Map<String, String> tags,
      String idempotencyKey,
      long version,
      String versionEpoch) {}

  record Publish(String channel, Content content) implements ApiRequest {}

  record Broadcast(List<String> channels, Content content) implements ApiRequest {}

  /**
   * @param expireAt in seconds since 1970; 0 = never
   */
  record Subscribe(
      ClientTarget target,
      String channel,
      Payload info,
      Payload data,
      long expireAt,
      @Nullable StreamPosition since,
      SubscribeOverrides overrides)
      implements ApiRequest {}

  record Unsubscribe(ClientTarget target, String channel) implements ApiRequest {}

  /**
   * @param whitelist ids of clients that stay
   * @param reason null = the usual one
   */
  record Disconnect(ClientTarget target, List<String> whitelist, @Nullable Reason reason)
      implements ApiRequest {}

  record Reason(long code, String text) {}

  /**
   * @param expireAt in seconds since 1970; 0 = never
   * @param info what others see of the clients from now on; empty = as before
   */
  record Refresh(ClientTarget target, boolean expired, long expireAt, Payload info)
      implements ApiRequest {}

  /**
   * @param expireAt in seconds since 1970; 0 = never
   */
  record RevokeToken(String uid, long expireAt) implements ApiRequest {}

  /**
   * @param issuedBefore in seconds since 1970; 0 = now
   * @param expireAt as above
   */
  record InvalidateUserTokens(String user, long issuedBefore, long expireAt)
      implements ApiRequest {}

  record Presence(String channel) implements ApiRequest {}

  record PresenceStats(String channel) implements ApiRequest {}

  /**
   * @param limit 0 = the position only; negative = all
   */
  record History(String channel, int limit, @Nullable StreamPosition since, boolean reverse)
      implements ApiRequest {}

  record HistoryRemove(String channel) implements ApiRequest {}

  /**
   * @param pattern empty = all
   */
  record Channels(String pattern) implements ApiRequest {}

  record Info() implements ApiRequest {}

  /**
   * How clients are to be seen off; null = as configured.
   *
   * @param rate connections a second
   */
  record Pace(@Nullable Long rate, @Nullable Duration delay, @Nullable Duration deadline) {}

  /**
   * @param cancel ends it instead, and takes clients in again
   * @param waits whether the answer is to come when it is over
   * @param node uid or name of the node that is meant; empty = the one that is asked
   */
  record Drain(Pace pace, boolean cancel, boolean waits, String node) implements ApiRequest {}

  /** How far it is. */
  record DrainState() implements ApiRequest {}

  /**
   * @param percent of the clients of one node; 0 = as many as are above the mean of all nodes
   * @param node uid or name of the node that is meant; empty = with a percentage the one that is
   *     asked, else all
   */
  record Rebalance(long percent, @Nullable Long rate, boolean waits, String node)
      implements ApiRequest {}

  /**
   * @param data null = missing
   * @param idempotencyKey empty = none
   * @param delay zero = none
   * @param ttl zero = as the rules of the queue say
   */
  record QueueSend(
      String queue,
      @Nullable Payload data,
      Map<String, String> headers,
      String idempotencyKey,
      Duration delay,
      Duration ttl)
      implements ApiRequest {}

  /**
   * @param queue empty = a page of those that match
   * @param pattern empty = all
   * @param after the name before the page; empty = from the start
   */
  record QueueStats(String queue, String pattern, String after, int limit) implements ApiRequest {}

  record QueuePurge(String queue) implements ApiRequest {}

  record QueueMove(String queue, int limit) implements ApiRequest {}

  record Rpc(String method, Payload params) implements ApiRequest {}

  /** One that says something this gateway cannot do. */
  record Refused(ApiError error) implements ApiRequest {}
}
