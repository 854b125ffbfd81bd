package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection's place among the subscribers of a channel: {@code JOINING}, {@code ACTIVE},
 * {@code ENDED}.
 *
 * <p>Safe for use by any thread; nothing blocks.
 */
public final class Subscription {
  /*
   * While joining, publications are kept aside, because the subscriber has not been told yet where
   * they follow. Once it has been told, it gets in one step under this object's lock what was kept
   * aside and comes behind its position, and from then on everything directly.
   *
   * Within the lock messages are handed to the connection, and nothing else: to close a connection,
   * to leave the channel and to tell observers may lead to other subscriptions, so it is done when
   * the lock is free.
   *
   * field                     written by                       guarded by
   * state, aside              joining, delivering, ending      this
   * established               joining, beginning               this
   * follower                  joining, then delivering         this
   * endedBy, closeReason      ending                           this
   * announced                 beginning, ending                itself
   * expiresAt                 joining, refreshing              volatile
   * slot                      Subscribers                      one change of a channel at a time
   */

  private enum State {
    JOINING,
    ACTIVE,
    ENDED
  }

  /** What is left to be done once the lock is free. */
  private enum After {
    /** Nothing; the publication was taken. */
    TAKEN,
    /** Nothing. */
    NOT_TAKEN,
    /** The connection is too slow, and is to be closed. */
    TOO_SLOW,
    /** The subscription has ended, and the subscriber was told. */
    ENDED
  }

  /** Never: a subscription that lasts as long as its connection. */
  private static final long NEVER = Long.MIN_VALUE;

  private final Channel channel;
  private final Subscriber subscriber;
  private final Consumer<Subscription> atEnd;
  private final ClientInfo info;
  private final ChannelOptions options;
  private final Follower follower;
  private final boolean isSimple;
  private final boolean hearsJoins;
  private final OverflowPolicy overflow;
  private final AtomicBoolean announced = new AtomicBoolean();

  private volatile State state = State.JOINING;
  private volatile long expiresAt = NEVER;
  private @Nullable Aside aside;
  private @Nullable Established established;
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
    this.aside = new Aside(channel.subscribeBuffer());
    this.subscriber = subscriber;
    this.atEnd = atEnd;
    ClientInfo who = subscriber.info();
    this.info = new ClientInfo(who.user(), who.client(), who.connectionInfo(), grant.channelInfo());
    this.options = grant.overrides().over(channel.options());
    this.follower = new Follower(request, options, subscriber.format());
    this.isSimple = follower.isSimple();
    this.hearsJoins = grant.overrides().hearsJoins(request.joinLeave());
    this.overflow = follower.mayMissNothing() ? OverflowPolicy.DISCONNECT : options.overflow();
  }

  public ChannelName channel() {
    return channel.name();
  }

  /**
   * Ends it because the client or its connection wants so; the client is not told.
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
   * What the subscriber is to be told before {@link Channels#begin}; afterwards without the
   * publications that it missed.
   *
   * @throws IllegalStateException if that is not known yet
   */
  public synchronized Established established() {
    Established known = established;
    if (known == null) {
      throw new IllegalStateException("not established yet: " + channel.name());
    }
    return known;
  }

  /** When it ends, in {@code TimeSource} nanoseconds; null = with its connection. */
  void refresh(@Nullable Long at) {
    expiresAt = at == null ? NEVER : at;
  }

  Channel of() {
    return channel;
  }

  /** What holds for it: the namespace's options, unless the grant said otherwise. */
  ChannelOptions options() {
    return options;
  }

  /** Who it is to others, in this channel. */
  ClientInfo info() {
    return info;
  }

  boolean needsPosition() {
    return follower.isPositioned();
  }

  /** The position to recover from, or null. */
  @Nullable StreamPosition since() {
    return follower.since();
  }

  boolean isOver(long now, long grace) {
    long end = expiresAt;
    return end != NEVER && now - end >= grace;
  }

  public boolean hasEnded() {
    return state == State.ENDED;
  }

  /** Others have been told of its beginning. */
  void announced() {
    announced.set(true);
  }

  /** Whether others are to be told of its end, having been told of its beginning; true once. */
  boolean takesLeave() {
    return announced.compareAndSet(true, false);
  }

  /** Why it ended; while it has not, as if the connection had. */
  synchronized UnsubscribeCode endedBy() {
    return endedBy == null ? UnsubscribeCode.DISCONNECT : endedBy;
  }

  /**
   * Fixes where this subscription begins. What is published from here on is kept aside until {@link
   * #begin}.
   *
   * @param page what follows the position to recover from, or the stream's position alone; null if
   *     this subscription has no position
   * @throws ChannelException if it was ended meanwhile, or too much was published meanwhile
   */
  synchronized void establish(@Nullable HistoryPage page, SubscribeGrant grant) {
    Aside waiting = aside;
    if (state != State.JOINING || waiting == null) {
      throw new ChannelException(
          ChannelProblem.CANCELLED, "the subscription to " + channel.name() + " was ended");
    }
    if (waiting.hasOverflowed()) {
      throw new ChannelException(
          ChannelProblem.INTERNAL,
          "more was published to %s while subscribing than heartwire.channel.subscribe-buffer=%d"
              .formatted(channel.name(), channel.subscribeBuffer()));
    }
    established = follower.establish(page, grant);
  }

  /**
   * Passes on what was kept aside and comes behind what the subscriber has been told, and from now
   * on everything as it comes.
   *
   * @return false if it has ended meanwhile
   */
  boolean begin() {
    After after;
    synchronized (this) {
      Aside waiting = aside;
      if (state != State.JOINING || waiting == null) {
        return false;
      }
      after =
          waiting.hasOverflowed() ? tellEnd(UnsubscribeCode.INSUFFICIENT_STATE) : passOn(waiting);
      if (after == After.TAKEN) {
        aside = null;
        established = established().told();
        state = State.ACTIVE;
      }
    }
    return settle(after);
  }

  /**
   * Takes a publication, if it is for this subscriber. Called within the order of the channel.
   *
   * @return whether it is on its way or waiting in the connection's outbox
   */
  boolean deliver(StreamPosition at, Encodings encodings) {
    if (isSimple && state == State.ACTIVE) {
      return subscriber.connection().send(encodings.in(follower.format(), false), overflow);
    }
    After after;
    synchronized (this) {
      after =
          switch (state) {
            case JOINING ->
                aside != null && aside.keep(encodings.publication(), at)
                    ? After.TAKEN
                    : After.NOT_TAKEN;
            case ACTIVE -> pass(at, encodings);
            case ENDED -> After.NOT_TAKEN;
          };
    }
    return settle(after);
  }

  /** Tells who came or went, if this subscriber asked for it. */
  void tell(Function<WireFormat, @Nullable Message> news) {
    if (hearsJoins && state == State.ACTIVE) {
      Message message = news.apply(follower.format());
      if (message != null) {
        subscriber.connection().send(message, overflow);
      }
    }
  }

  /** Ends it if it turns out to have missed something; see {@link Follower#isBehind}. */
  void checkPosition(StreamPosition stream) {
    After after;
    synchronized (this) {
      after =
          state == State.ACTIVE && follower.isBehind(stream)
              ? tellEnd(UnsubscribeCode.INSUFFICIENT_STATE)
              : After.NOT_TAKEN;
    }
    settle(after);
  }

  /**
   * The server's side ends it, and the client is told.
   *
   * @return whether this call was the one that ended it
   */
  boolean end(UnsubscribeCode why) {
    After after;
    synchronized (this) {
      after = state == State.ENDED ? After.NOT_TAKEN : tellEnd(why);
    }
    settle(after);
    return after == After.ENDED;
  }

  /** Before it is active: what comes meanwhile must not go past what was kept aside. */
  private After passOn(Aside waiting) {
    for (Aside.Kept next = waiting.poll(); next != null; next = waiting.poll()) {
      Encodings encodings = new Encodings(channel.name().value(), next.publication(), null);
      After after = pass(next.position(), encodings);
      if (after == After.TOO_SLOW || after == After.ENDED) {
        return after;
      }
    }
    return After.TAKEN;
  }

  private After pass(StreamPosition at, Encodings encodings) {
    return switch (follower.advance(at, encodings.publication())) {
      case GAP -> tellEnd(UnsubscribeCode.INSUFFICIENT_STATE);
      case SKIPPED -> After.NOT_TAKEN;
      case WANTED ->
          switch (subscriber.connection().offer(follower.encode(encodings), overflow)) {
            case ACCEPTED -> After.TAKEN;
            case OVERFLOWED -> After.TOO_SLOW;
            case DROPPED, CLOSED -> After.NOT_TAKEN;
          };
    };
  }

  /** Within the lock: nothing of this channel may follow what the subscriber is told now. */
  private After tellEnd(UnsubscribeCode why) {
    toEnd(why);
    closeReason = subscriber.ended(this, why);
    return After.ENDED;
  }

  private void toEnd(UnsubscribeCode why) {
    state = State.ENDED;
    endedBy = why;
    aside = null;
  }

  /** Does what is left, without the lock; returns whether the publication was taken. */
  private boolean settle(After after) {
    if (after == After.TOO_SLOW) {
      subscriber.connection().close(CloseReason.SLOW);
    } else if (after == After.ENDED) {
      atEnd.accept(this);
      CloseReason reason = closeReason; // nobody writes it any more
      if (reason != null) {
        subscriber.connection().close(reason);
      }
    }
    return after == After.TAKEN;
  }
}
