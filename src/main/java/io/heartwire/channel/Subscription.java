package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.visibility.Internal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The subscription of one connection to one channel, with the states {@code JOINING}, {@code
 * ACTIVE} and {@code ENDED}.
 *
 * <p>Safe for use by any thread. Nothing blocks.
 */
@Internal
public final class Subscription {
  /*
   * While joining, publications are buffered, because the subscriber does not know its position
   * yet. Once the reply with the position has been sent, the buffered publications after it are
   * delivered in one step under this object's lock; from then on every publication is delivered
   * directly.
   *
   * Within the lock messages are offered to the connection, and nothing else is done: closing a
   * connection, leaving the channel and telling observers may call other subscriptions, so they
   * happen after the lock has been released.
   *
   * field                     written by                       guarded by
   * state, joinBuffer         joining, delivering, ending      this
   * established               joining, beginning               this
   * cursor                    joining, then delivering         this
   * endedBy, closeReason      ending                           this
   * announced                 beginning, ending                itself
   * slot                      Subscribers                      one change of a channel at a time
   */

  private enum State {
    JOINING,
    ACTIVE,
    ENDED
  }

  private final Channel channel;
  private final Subscriber subscriber;
  private final Consumer<Subscription> atEnd;
  private final Payload channelInfo;
  private final ChannelOptions options;
  private final StreamCursor cursor;
  private final boolean isSimple;
  private final boolean hearsJoins;
  private final OverflowPolicy overflow;
  private final AtomicBoolean announced = new AtomicBoolean();

  private volatile State state = State.JOINING;
  private @Nullable JoinBuffer joinBuffer;
  private @Nullable SubscribeResult established;
  private @Nullable UnsubscribeCode endedBy;
  private volatile @Nullable CloseReason closeReason;
  int slot;

  Subscription(
      Channel channel,
      Subscriber subscriber,
      SubscribeRequest request,
      SubscribeGrant grant,
      Consumer<Subscription> atEnd) {
    this.channel = channel;
    this.joinBuffer = new JoinBuffer(channel.subscribeBuffer());
    this.subscriber = subscriber;
    this.atEnd = atEnd;
    this.channelInfo = grant.channelInfo();
    this.options = grant.overrides().over(channel.options());
    this.cursor = new StreamCursor(request, options, subscriber.format());
    this.isSimple = cursor.isSimple();
    this.hearsJoins = grant.overrides().hearsJoins(request.joinLeave(), channel.options());
    this.overflow = cursor.mayMissNothing() ? OverflowPolicy.DISCONNECT : options.overflow();
  }

  public ChannelName channel() {
    return channel.name();
  }

  /**
   * Ends it on the client's side, or because its connection ended; the client is not told.
   *
   * @return whether this call was the one that ended it
   */
  public boolean cancel(UnsubscribeCode why) {
    synchronized (this) {
      if (state == State.ENDED) {
        return false;
      }
      toEnd(why);
    }
    atEnd.accept(this);
    return true;
  }

  /**
   * Returns the reply for the subscriber, to be sent before {@link Channels#begin}; afterwards it
   * does not contain the missed publications any more.
   *
   * @throws IllegalStateException if it is not established yet
   */
  public synchronized SubscribeResult established() {
    SubscribeResult known = established;
    if (known == null) {
      throw new IllegalStateException("not established yet: " + channel.name());
    }
    return known;
  }

  Channel of() {
    return channel;
  }

  /** The options of the namespace with the overrides of the grant. */
  ChannelOptions options() {
    return options;
  }

  /** The client's info that others see in this channel. It may change. */
  ClientInfo info() {
    ClientInfo who = subscriber.info();
    return new ClientInfo(who.user(), who.client(), who.connectionInfo(), channelInfo);
  }

  /** The id of its connection. */
  String client() {
    return subscriber.info().client();
  }

  boolean needsPosition() {
    return cursor.isPositioned();
  }

  /** The position to recover from, or null. */
  @Nullable StreamPosition since() {
    return cursor.since();
  }

  public boolean hasEnded() {
    return state == State.ENDED;
  }

  /** Whether its client has another one to the channel, and so stays there without this one. */
  boolean isOneOfSeveral() {
    return subscriber.besides(this).findAny().isPresent();
  }

  /** Whether the client is known to be there by another one. */
  boolean isAnnouncedByAnother() {
    return subscriber.besides(this).anyMatch(other -> other.announced.get());
  }

  /** Notes that its join has been announced. */
  void announced() {
    announced.set(true);
  }

  /** Returns whether its end must be announced, because its join was. Returns true only once. */
  boolean mustAnnounceEnd() {
    return announced.compareAndSet(true, false);
  }

  /** The reason for which it ended; {@code DISCONNECT} while it has not ended. */
  synchronized UnsubscribeCode endedBy() {
    return endedBy == null ? UnsubscribeCode.DISCONNECT : endedBy;
  }

  /**
   * Sets the position where this subscription begins. Later publications are buffered until {@link
   * #begin}.
   *
   * @param page the publications after the position to recover from, or the stream's position
   *     alone; null if this subscription has no position
   * @throws ChannelException if it was ended meanwhile, if the buffer has overflowed, or if the
   *     subscriber insists on a recovery that is not possible
   */
  synchronized void establish(@Nullable HistoryPage page, SubscribeGrant grant) {
    JoinBuffer waiting = joinBuffer;
    if (state != State.JOINING || waiting == null) {
      throw new ChannelException(
          ChannelProblem.CANCELLED, "the subscription to " + channel.name() + " was ended");
    }
    waiting.requireComplete(channel.name());
    established = cursor.establish(channel.name(), page, grant);
  }

  /**
   * Delivers the buffered publications after the position in the reply, and becomes active.
   *
   * @return false if it has ended meanwhile
   */
  boolean begin() {
    FollowUp after;
    synchronized (this) {
      JoinBuffer waiting = joinBuffer;
      if (state != State.JOINING || waiting == null) {
        return false;
      }
      after =
          waiting.hasOverflowed() ? tellEnd(UnsubscribeCode.INSUFFICIENT_STATE) : passOn(waiting);
      if (after == FollowUp.TAKEN) {
        joinBuffer = null;
        established = established().told();
        state = State.ACTIVE;
      }
    }
    return settle(after);
  }

  /**
   * Delivers a publication to this subscriber, if it wants it. Called in the channel's order.
   *
   * @return whether the connection accepted it
   */
  boolean deliver(StreamPosition at, EncodedPublication encodings) {
    if (isSimple && state == State.ACTIVE) {
      Message message = encodings.in(cursor.format(), false);
      return message != null && subscriber.connection().send(message, overflow);
    }
    FollowUp after;
    synchronized (this) {
      after =
          switch (state) {
            case JOINING ->
                joinBuffer != null && joinBuffer.keep(encodings.publication(), at)
                    ? FollowUp.TAKEN
                    : FollowUp.NOT_TAKEN;
            case ACTIVE -> pass(at, encodings);
            case ENDED -> FollowUp.NOT_TAKEN;
          };
    }
    return settle(after);
  }

  /**
   * Sends a join or leave message, if this subscriber asked for them. When many clients join at
   * once, a slow client misses some of these messages, and no others.
   */
  void tell(Function<WireFormat, @Nullable Message> encode) {
    if (hearsJoins && state == State.ACTIVE) {
      Message message = encode.apply(cursor.format());
      if (message != null) {
        subscriber.connection().sendIfRoom(message);
      }
    }
  }

  /** Ends it if it has missed publications; see {@link StreamCursor#isBehind}. */
  void checkPosition(StreamPosition stream, boolean isCertain) {
    FollowUp after;
    synchronized (this) {
      after =
          state == State.ACTIVE && cursor.isBehind(stream, isCertain)
              ? tellEnd(UnsubscribeCode.INSUFFICIENT_STATE)
              : FollowUp.NOT_TAKEN;
    }
    settle(after);
  }

  /**
   * Ends it on the server's side, and tells the client.
   *
   * @return whether this call was the one that ended it
   */
  boolean end(UnsubscribeCode why) {
    FollowUp after;
    synchronized (this) {
      after = state == State.ENDED ? FollowUp.NOT_TAKEN : tellEnd(why);
    }
    settle(after);
    return after == FollowUp.ENDED;
  }

  /**
   * Delivers the buffered publications before the state is active: later ones must not overtake
   * them.
   */
  private FollowUp passOn(JoinBuffer waiting) {
    for (JoinBuffer.Kept next = waiting.poll(); next != null; next = waiting.poll()) {
      FollowUp after = pass(next.position(), channel.encode(next.publication(), next.position()));
      if (after == FollowUp.TOO_SLOW || after == FollowUp.ENDED) {
        return after;
      }
    }
    return FollowUp.TAKEN;
  }

  private FollowUp pass(StreamPosition at, EncodedPublication encodings) {
    return switch (cursor.advance(at, encodings.publication())) {
      case GAP -> tellEnd(UnsubscribeCode.INSUFFICIENT_STATE);
      case SKIPPED -> FollowUp.NOT_TAKEN;
      case WANTED -> offer(cursor.encode(encodings));
    };
  }

  private FollowUp offer(@Nullable Message message) {
    if (message == null) {
      return FollowUp.NOT_TAKEN;
    }
    return switch (subscriber.connection().offer(message, overflow)) {
      case ACCEPTED -> FollowUp.TAKEN;
      case OVERFLOWED -> FollowUp.TOO_SLOW;
      case DROPPED, CLOSED -> FollowUp.NOT_TAKEN;
    };
  }

  /**
   * Runs within the lock, since no message of this channel may follow the one that tells the end.
   */
  private FollowUp tellEnd(UnsubscribeCode why) {
    toEnd(why);
    closeReason = subscriber.ended(this, why);
    return FollowUp.ENDED;
  }

  private void toEnd(UnsubscribeCode why) {
    state = State.ENDED;
    endedBy = why;
    joinBuffer = null;
  }

  /** Does the follow-up outside of the lock; returns whether the publication was accepted. */
  private boolean settle(FollowUp after) {
    if (after == FollowUp.TOO_SLOW) {
      subscriber.connection().close(CloseReason.SLOW);
    } else if (after == FollowUp.ENDED) {
      atEnd.accept(this);
      CloseReason reason = closeReason; // final since the subscription has ended
      if (reason != null) {
        subscriber.connection().close(reason);
      }
    }
    return after == FollowUp.TAKEN;
  }
}
