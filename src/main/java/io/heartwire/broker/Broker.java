package io.heartwire.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Streams of publications by channel, and who is present there: the seam where one machine becomes
 * many. Engines differ in where they keep this; each passes the same contract test.
 *
 * <p><b>Order.</b> All publications of a channel, from whatever publisher and node, have one order,
 * and every listener gets them in it. Those with history get offsets from 1 without gaps; an epoch
 * names the stream's life and changes whenever offsets begin again. Joins and leaves keep the order
 * in which this node published them, among themselves and among its own publications.
 *
 * <p><b>Atomicity.</b> A publication takes its offset, enters history, trims it and becomes known
 * under its idempotency key in one step: nobody sees half of it. A history page and its position
 * are read in one step. When a {@link #subscribe} stage has completed, every publication behind the
 * position that a <em>later</em> {@link #history} call reports is delivered. One at or before that
 * position may come as well, even after the page, when its delivery was under way. So: subscribe,
 * buffer, read, and from then on drop every offset that is not above the last one known. That
 * leaves neither a gap nor a duplicate. A gap, or another epoch, says that the position is lost.
 *
 * <p><b>Delivery.</b> To this node's {@link BrokerListener}, at most once, for channels that this
 * node is subscribed to at the moment of the publication. The stage of a publication completes
 * after this node's listener has been given it (a repetition that is suppressed waits for nothing);
 * other nodes get it in their own time. Callers that wait for the stage before they publish more
 * thereby bound what can be waiting for delivery. A delivery already under way may still come after
 * {@link #unsubscribe} has completed.
 *
 * <p><b>Threads.</b> Everything is safe for use by any thread, the listener's calls included, and
 * nothing blocks. Engines in memory complete their stages on the calling thread or on that of the
 * publisher which delivers at the time, others on threads of their own: a continuation must not
 * block either.
 *
 * <p><b>Errors.</b> Arguments out of range are refused with an exception where they are made (the
 * records check themselves). Every later failure arrives in the stage, as a {@link BrokerException}
 * that names the channel and the limit. A failed stage of an engine with a network leaves open
 * whether the step was taken; an idempotency key makes repeating it safe.
 *
 * <p>Names of channels are plain text here: {@code channel} has checked them.
 */
public interface Broker {

  /**
   * Begins to deliver to the listener. Called once, before the first {@link #subscribe}.
   *
   * @throws IllegalStateException if the broker has a listener already
   */
  void start(BrokerListener listener);

  /** Appends to the stream as the options say, and delivers to all nodes that are subscribed. */
  CompletionStage<PublishResult> publish(
      String channel, PublicationDraft draft, PublishOptions options);

  /**
   * Names what remembers idempotency keys: a repetition is recognised where the name is the same as
   * at the first publication, and within the window. Empty if nothing does.
   */
  default String idempotencyScope() {
    return "";
  }

  /** Tells all nodes that are subscribed that the client joined. Does not touch presence. */
  CompletionStage<@Nullable Void> publishJoin(String channel, ClientInfo client);

  /** Tells all nodes that are subscribed that the client left. Does not touch presence. */
  CompletionStage<@Nullable Void> publishLeave(String channel, ClientInfo client);

  /** This node wants the channel's deliveries. Subscribing twice is subscribing once. */
  CompletionStage<@Nullable Void> subscribe(String channel);

  /** This node does not want the channel's deliveries any more. */
  CompletionStage<@Nullable Void> unsubscribe(String channel);

  /**
   * Reads the stream. A stream that does not exist is an empty one: its position has offset 0 and
   * the epoch that the stream would get now.
   *
   * <p>When {@code since} names another epoch, its offset means nothing here and the page has no
   * publications. When what follows {@code since} is partly gone, the page begins with the oldest
   * that is left: {@link Recovery#decide} tells the difference.
   */
  CompletionStage<HistoryPage> history(String channel, HistoryQuery query);

  /**
   * Forgets the publications; offset and epoch go on, so that nobody takes the hole for nothing.
   */
  CompletionStage<@Nullable Void> removeHistory(String channel);

  /**
   * Says that the client is present, for as long as the TTL: again before it ends, to stay so.
   * Another call for the same {@link ClientInfo#client()} replaces the information.
   *
   * <p>Fails when the engine's bound on presence is reached.
   */
  CompletionStage<@Nullable Void> addPresence(String channel, ClientInfo client, Duration ttl);

  /** Says that the client is gone; nothing happens if it is not there. */
  CompletionStage<@Nullable Void> removePresence(String channel, String clientId);

  /** Who is present now; each client once. */
  CompletionStage<List<ClientInfo>> presence(String channel);

  CompletionStage<PresenceStats> presenceStats(String channel);

  /** All channels that a node is subscribed to; those that come or go meanwhile may be missing. */
  CompletionStage<List<ChannelStats>> channels();
}
