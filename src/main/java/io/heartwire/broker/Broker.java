package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Streams of publications by channel: one part of an {@link Engine}. Engines differ in where they
 * keep the data; each passes the same contract test.
 *
 * <p><b>Order.</b> All publications of a channel, from every publisher and node, have one order, in
 * which every listener gets them. Those with history get offsets from 1 without gaps. An epoch
 * identifies a stream; it changes whenever offsets start again. Joins and leaves keep the order in
 * which this node published them, also relative to its own publications.
 *
 * <p><b>Atomicity.</b> In one step a publication gets its offset, is added to the history, trims
 * it, and is remembered by its idempotency key: nobody sees a part of it. A history page and its
 * position are read in one step. After a {@link #subscribe} stage has completed, every publication
 * after the position that a <em>later</em> {@link #history} call reports is delivered. One at or
 * before that position may be delivered as well, even after the page, if its delivery was under
 * way. So subscribe, buffer, read, and from then on drop every offset that is not above the last
 * one known. That leaves neither a gap nor a duplicate. A gap or another epoch means that the
 * position is lost.
 *
 * <p><b>Delivery.</b> To this node's {@link BrokerListener}, at most once, for channels that this
 * node is subscribed to at the moment of the publication. The stage of a publication completes when
 * the engine has accepted it: the memory engine calls this node's listener before, a networked one
 * before or after. A networked engine bounds how many publications are under way, and one beyond
 * the limit fails; with the memory engine the publishers bound them, by waiting for their stages. A
 * delivery that is under way may still come after {@link #unsubscribe} has completed.
 *
 * <p><b>Interruptions.</b> An engine that may have missed deliveries of a stream reads its history
 * and delivers what is missing, in order. If it can't, it calls {@link BrokerListener#interrupted}.
 *
 * <p><b>Call order.</b> Calls for one channel take effect in the order in which they are made.
 *
 * <p><b>Threads.</b> Everything is safe for use by any thread, also from within the listener, and
 * nothing blocks. The memory engine completes its stages on the calling thread or on that of the
 * publisher that delivers at the time, others on threads of their own: continuations must not block
 * either.
 *
 * <p><b>Errors.</b> The records of arguments check themselves and throw on values out of range.
 * Every later failure fails the stage with a {@link BrokerException} that names the channel and the
 * limit. If a stage of a networked engine fails, the operation may have happened or not; an
 * idempotency key makes repeating it safe.
 *
 * <p>Channel names are plain text here: the package {@code channel} has checked them.
 */
@Internal
public interface Broker {

  /**
   * Starts to deliver to the listener. Called once, before the first {@link #subscribe}.
   *
   * @throws IllegalStateException if the broker has a listener already
   */
  void start(BrokerListener listener);

  /**
   * Appends to the stream as the options say, and delivers to all subscribed nodes. Does neither
   * for a repetition nor, in a stream with history, for a stale version.
   */
  CompletionStage<PublishResult> publish(
      String channel, PublicationDraft draft, PublishOptions options);

  /**
   * The id of the store that remembers idempotency keys: a repetition is recognised only where the
   * id is the same as at the first publication, and within the window. Empty if keys are not
   * remembered.
   */
  default String idempotencyScope() {
    return "";
  }

  /** Sends a join to all subscribed nodes. Does not change presence. */
  CompletionStage<@Nullable Void> publishJoin(String channel, ClientInfo client);

  /** Sends a leave to all subscribed nodes. Does not change presence. */
  CompletionStage<@Nullable Void> publishLeave(String channel, ClientInfo client);

  /** Subscribes this node to the channel. Idempotent. */
  CompletionStage<@Nullable Void> subscribe(String channel);

  /** Unsubscribes this node from the channel. */
  CompletionStage<@Nullable Void> unsubscribe(String channel);

  /**
   * Reads the stream. A stream that does not exist is read as an empty one: its position has offset
   * 0 and the epoch that the stream would get now.
   *
   * <p>If {@code since} has another epoch, its offset has no meaning here, and the page has no
   * publications. If some publications after {@code since} are no longer kept, the page begins with
   * the oldest that is left; {@link Recovery#decide} detects that.
   */
  CompletionStage<HistoryPage> history(String channel, HistoryQuery query);

  /** Removes the publications. Offset and epoch continue, so that subscribers notice the gap. */
  CompletionStage<@Nullable Void> removeHistory(String channel);

  /**
   * Returns all channels that any node is subscribed to; those that are subscribed or unsubscribed
   * meanwhile may be missing.
   */
  CompletionStage<List<ChannelStats>> channels();
}
