package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.Publication;
import io.heartwire.broker.Recovery;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
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
   * field                     written by                       guarded by
   * state, aside, overflowed  joining, delivering, ending      this
   * established               joining                          this
   * position, lastSent        joining, then delivering         this
   * suspected                 checking                         this
   * expiresAt                 joining, refreshing              volatile
   * slot                      Subscribers                      one change of a channel at a time
   */

  private enum State {
    JOINING,
    ACTIVE,
    ENDED
  }

  private record Aside(Publication publication, StreamPosition position) {}

  /** Never: a subscription that lasts as long as its connection. */
  private static final long NEVER = Long.MIN_VALUE;

  private final Channel channel;
  private final Subscriber subscriber;
  private final SubscribeRequest request;
  private final Consumer<Subscription> atEnd;
  private final ClientInfo info;
  private final boolean recoverable;
  private final boolean positioned;
  private final WireFormat format;
  private final boolean deltas;
  private final boolean isSimple;
  private final OverflowPolicy overflow;
  private final AtomicBoolean announced = new AtomicBoolean();

  private volatile State state = State.JOINING;
  private volatile long expiresAt = NEVER;
  private @Nullable Queue<Aside> aside = new ArrayDeque<>(1);
  private boolean overflowed;
  private @Nullable Established established;
  private StreamPosition position = StreamPosition.NONE;
  private @Nullable Publication lastSent;
  private @Nullable StreamPosition suspected;
  private @Nullable UnsubscribeCode endedBy;
  int slot;

  Subscription(
      Channel channel,
      Subscriber subscriber,
      SubscribeRequest request,
      SubscribeGrant grant,
      Consumer<Subscription> atEnd) {
    ChannelOptions options = channel.options();
    this.channel = channel;
    this.subscriber = subscriber;
    this.request = request;
    this.atEnd = atEnd;
    ClientInfo who = subscriber.info();
    this.info = new ClientInfo(who.user(), who.client(), who.connectionInfo(), grant.channelInfo());
    boolean keeps = options.keepsHistory();
    this.recoverable =
        keeps && (options.forceRecovery() || request.recoverable() || request.since() != null);
    this.positioned =
        recoverable || (keeps && (options.forcePositioning() || request.positioned()));
    WireFormat withDeltas =
        request.deltas() && options.delta() != DeltaKind.NONE
            ? subscriber.format().withDeltas()
            : null;
    this.deltas = withDeltas != null;
    this.format = withDeltas == null ? subscriber.format() : withDeltas;
    this.isSimple = !positioned && !deltas && request.filter() == null;
    // Whoever counts on missing nothing must not be made to miss something.
    this.overflow = positioned || deltas ? OverflowPolicy.DISCONNECT : options.overflow();
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

  /** When it ends, in {@code TimeSource} nanoseconds; null = with its connection. */
  void refresh(@Nullable Long at) {
    expiresAt = at == null ? NEVER : at;
  }

  /**
   * What the subscriber is to be told before {@link Channels#begin}.
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

  Channel of() {
    return channel;
  }

  /** Who it is to others, in this channel. */
  ClientInfo info() {
    return info;
  }

  boolean needsPosition() {
    return positioned;
  }

  @Nullable StreamPosition since() {
    return recoverable ? request.since() : null;
  }

  boolean isOver(long now, long grace) {
    long end = expiresAt;
    return end != NEVER && now - end >= grace;
  }

  boolean hasEnded() {
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
    if (state != State.JOINING) {
      throw new ChannelException(
          ChannelProblem.CANCELLED, "the subscription to " + channel.name() + " was ended");
    }
    if (overflowed) {
      throw new ChannelException(
          ChannelProblem.INTERNAL,
          "more was published to %s while subscribing than heartwire.channel.subscribe-buffer=%d"
              .formatted(channel.name(), channel.subscribeBuffer()));
    }
    established = reply(page, grant);
  }

  /**
   * Passes on what was kept aside and comes behind what the subscriber has been told, and from now
   * on everything as it comes.
   *
   * @return false if it has ended meanwhile
   */
  boolean begin() {
    synchronized (this) {
      Queue<Aside> waiting = aside;
      if (state != State.JOINING || waiting == null) {
        return false;
      }
      passOn(waiting);
      if (hasEnded()) {
        return false;
      }
      if (!overflowed) {
        aside = null;
        state = State.ACTIVE;
        return true;
      }
    }
    end(UnsubscribeCode.INSUFFICIENT_STATE);
    return false;
  }

  /**
   * Takes a publication, if it is for this subscriber. Called within the order of the channel.
   *
   * @return whether it is on its way or waiting in the connection's outbox
   */
  boolean deliver(StreamPosition at, Encodings encodings) {
    if (isSimple && state == State.ACTIVE) {
      return send(encodings.in(format, false));
    }
    synchronized (this) {
      return switch (state) {
        case JOINING -> keepAside(at, encodings.publication());
        case ACTIVE -> pass(at, encodings);
        case ENDED -> false;
      };
    }
  }

  /** Tells who came or went, if this subscriber asked for it. */
  void tell(Function<WireFormat, @Nullable Message> news) {
    if (request.joinLeave() && state == State.ACTIVE) {
      Message message = news.apply(format);
      if (message != null) {
        send(message);
      }
    }
  }

  /**
   * Compares with where the broker's stream stands. A difference counts when the same one is found
   * twice, since what is on its way arrives in between; then the subscriber is told.
   */
  synchronized void checkPosition(StreamPosition stream) {
    boolean isBehind =
        positioned
            && state == State.ACTIVE
            && (!stream.epoch().equals(position.epoch()) || stream.offset() > position.offset());
    if (isBehind && position.equals(suspected)) {
      end(UnsubscribeCode.INSUFFICIENT_STATE);
    }
    suspected = isBehind ? position : null;
  }

  /**
   * The server's side ends it, and the client is told.
   *
   * @return whether this call was the one that ended it
   */
  boolean end(UnsubscribeCode why) {
    synchronized (this) {
      if (state == State.ENDED) {
        return false;
      }
      toEnd(why);
      // Within the lock: nothing of this channel may follow what the client is told now.
      subscriber.ended(this, why);
    }
    atEnd.accept(this);
    return true;
  }

  private void toEnd(UnsubscribeCode why) {
    state = State.ENDED;
    endedBy = why;
    aside = null;
    lastSent = null;
  }

  /** Before it is active: what comes meanwhile must not go past what was kept aside. */
  private void passOn(Queue<Aside> waiting) {
    for (Aside next = waiting.poll(); next != null && !hasEnded(); next = waiting.poll()) {
      pass(next.position, new Encodings(channel.name().value(), next.publication, null));
    }
  }

  private Established reply(@Nullable HistoryPage page, SubscribeGrant grant) {
    StreamPosition since = since();
    List<Publication> missed = List.of();
    boolean recovered = false;
    if (page != null) {
      position = page.now();
      if (since != null && Recovery.decide(since, page) instanceof Recovery.Recovered all) {
        recovered = true;
        missed = wanted(all.missed());
      }
    }
    if (!missed.isEmpty()) {
      lastSent = missed.get(missed.size() - 1);
    }
    return new Established(
        recoverable,
        positioned,
        position,
        since != null,
        recovered,
        missed,
        deltas,
        grant.data(),
        grant.ttl());
  }

  private boolean keepAside(StreamPosition at, Publication publication) {
    Queue<Aside> waiting = aside;
    if (waiting == null || overflowed) {
      return false;
    }
    if (waiting.size() >= channel.subscribeBuffer()) {
      overflowed = true;
      waiting.clear();
      return false;
    }
    waiting.add(new Aside(publication, at));
    return true;
  }

  private boolean pass(StreamPosition at, Encodings encodings) {
    Publication publication = encodings.publication();
    if (positioned && publication.offset() > 0) {
      if (!at.epoch().equals(position.epoch()) || publication.offset() > position.offset() + 1) {
        end(UnsubscribeCode.INSUFFICIENT_STATE);
        return false;
      }
      if (publication.offset() <= position.offset()) {
        return false; // it came with the reply already
      }
      position = at;
    }
    if (!isWanted(publication)) {
      return false;
    }
    boolean asDelta = deltas && has(encodings.previous());
    lastSent = deltas ? publication : null;
    return send(encodings.in(format, asDelta));
  }

  /** Whether the publication is the last one that this subscriber has. */
  @SuppressWarnings("ReferenceEquality") // an equal one is not enough: offsets may be missing
  private boolean has(@Nullable Publication previous) {
    return previous != null && previous == lastSent;
  }

  private boolean send(Message message) {
    return subscriber.connection().send(message, overflow);
  }

  private boolean isWanted(Publication publication) {
    Predicate<Map<String, String>> filter = request.filter();
    return filter == null || filter.test(publication.tags());
  }

  private List<Publication> wanted(List<Publication> publications) {
    return request.filter() == null
        ? publications
        : publications.stream().filter(this::isWanted).toList();
  }
}
