package io.heartwire.broker.redis;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A channel that this node is subscribed to. It delivers the publications of a stream in order
 * without a gap: what did not come is read from the history.
 *
 * <p>All its state that is neither volatile nor atomic is used by tasks of its queue only.
 */
final class FollowedChannel {
  /** Publications read at once to catch up. */
  static final int BATCH = 200;

  private final String name;
  private final DeliveryQueue queue;
  private final ReadTurns turns;
  private final WaitingBytes room;
  private final ChannelSource source;
  private final AtomicBoolean readOnce = new AtomicBoolean();
  private final AtomicBoolean missed = new AtomicBoolean();
  private volatile boolean open = true;
  private volatile boolean positioned;
  private final AtomicInteger confirmations = new AtomicInteger();

  private @Nullable KnownPosition last; // the last delivered
  private @Nullable KnownPosition floor; // of a history read before the first delivery
  private boolean catchingUp;
  private boolean again; // more may be missing than the read that is under way brings
  private final HeldMessages held; // while it is catching up

  FollowedChannel(String name, DeliveryPath path, ChannelSource source) {
    this.name = name;
    this.queue = path.queue();
    this.turns = path.turns();
    this.room = path.room();
    this.source = source;
    this.held = new HeldMessages(room);
  }

  String name() {
    return name;
  }

  void close() {
    open = false;
  }

  /** Whether a position is known with which Redis' can be compared. */
  boolean isPositioned() {
    return positioned;
  }

  /** A message came. */
  void receive(byte[] message) {
    if (!room.take(message)) {
      dropped(message);
    } else if (!queue.offer(() -> message(message))) {
      room.give(message);
      dropped(message);
    }
  }

  private void dropped(byte[] message) {
    if (!Envelope.isKept(message)) {
      source.lost(1);
    }
    if (missed.compareAndSet(false, true)) {
      queue.add(this::afterFullQueue);
    }
  }

  /** Redis has confirmed: its messages come from now on, and some may have been missed. */
  void confirmed() {
    confirmations.incrementAndGet();
  }

  int confirmations() {
    return confirmations.get();
  }

  /**
   * This node has read the stream's position: nothing after it may be missed.
   *
   * @param before how many {@link #confirmations} there were before it was read
   */
  void read(StreamState state, int before) {
    if (!positioned && readOnce.compareAndSet(false, true)) { // the first has the lowest offset
      queue.add(
          () -> {
            if (last == null && floor == null) {
              floor = KnownPosition.of(state);
              positioned = true;
              if (confirmations.get() != before) { // and then there was no position to be compared
                catchUp();
              }
            }
          });
    }
  }

  /** Compares with the stream as it is in Redis. */
  void compare(StreamState state) {
    queue.add(
        () -> {
          KnownPosition known = known();
          if (known != null && (!state.now().equals(known.position()) || known.isLostIn(state))) {
            catchUp();
          }
        });
  }

  private void message(byte[] message) {
    if (!open) {
      room.give(message);
    } else if (catchingUp) {
      hold(message);
    } else if (take(message, false)) {
      room.give(message);
    }
  }

  /**
   * Returns false if it is held again, until the history is read.
   *
   * @param isOld whether it came before the last read of the history, so that it is of no use if it
   *     still does not fit
   */
  private boolean take(byte[] message, boolean isOld) {
    Envelope envelope;
    try {
      envelope = Envelope.read(message);
    } catch (RuntimeException unreadable) {
      source.unreadable(name, unreadable);
      return true;
    }
    StreamPosition position = envelope.position();
    if (position.offset() == 0) {
      tell(envelope);
      return true;
    }
    KnownPosition known = known();
    // Under another generation offsets may have been given out again: the stream's state tells.
    boolean isComparable = known == null || known.isComparableWith(envelope);
    if (known == null || (isComparable && known.isFollowedBy(position))) {
      deliverOrSay(envelope);
    } else if (position.epoch().equals(known.position().epoch())
        && position.offset() <= known.offset()) {
      if (!isComparable) {
        catchUp();
      } else if (last == null) {
        deliverOrSay(envelope);
      }
    } else if (!isOld) {
      held.putBack(message);
      catchUp();
      return false;
    }
    return true;
  }

  private void tell(Envelope envelope) {
    Publication publication = envelope.publication();
    ClientInfo client = envelope.client();
    if (publication != null) {
      source.tell(name, listener -> listener.publication(name, publication, StreamPosition.NONE));
      source.delivered(envelope);
    } else if (envelope.kind() == Envelope.Kind.JOIN && client != null) {
      source.tell(name, listener -> listener.joined(name, client));
    } else if (envelope.kind() == Envelope.Kind.LEAVE && client != null) {
      source.tell(name, listener -> listener.left(name, client));
    } else {
      source.unknown(name);
    }
  }

  private void deliverOrSay(Envelope envelope) {
    if (!deliver(envelope)) {
      interrupted();
    }
  }

  /** Returns false if it says what this version does not know: subscribers miss it. */
  private boolean deliver(Envelope envelope) {
    StreamPosition position = envelope.position();
    last = KnownPosition.of(envelope);
    positioned = true;
    Publication publication = envelope.publication();
    if (publication == null) {
      source.unknown(name);
      return false;
    }
    source.tell(name, listener -> listener.publication(name, publication, position));
    source.delivered(envelope);
    return true;
  }

  // Catching up

  private void afterFullQueue() {
    missed.set(false);
    if (!open) {
      return;
    }
    if (known() == null) {
      interrupted();
    } else {
      catchUp();
    }
  }

  private void catchUp() {
    if (catchingUp) {
      again = true; // what is being read may be older than this
    } else if (open) {
      catchingUp = true;
      held.beforeRead();
      source.caughtUp();
      readOn();
    }
  }

  private void readOn() {
    turns.take(() -> queue.add(this::readNow));
  }

  private void readNow() {
    KnownPosition known = known();
    if (known == null || !open) {
      turns.end();
      held.clear();
      return;
    }
    source
        .read(name, known.position(), BATCH)
        .whenComplete(
            (page, failure) -> {
              if (failure == null) {
                queue.add(() -> page(known, page));
              } else {
                turns.end();
                source.later(() -> queue.add(this::readOn));
              }
            });
  }

  private void page(KnownPosition since, StreamPage page) {
    turns.end();
    StreamState state = page.state();
    if (!open) {
      held.clear();
    } else if (since.isLostIn(state)) {
      source
          .restart(name, since.position())
          .whenComplete((done, failure) -> source.later(() -> queue.add(this::readOn)));
    } else if (!state.now().epoch().equals(since.position().epoch())) {
      last = new KnownPosition(new StreamPosition(0, state.now().epoch()), state.generation());
      interrupted();
      readOn();
    } else {
      deliver(since, page);
    }
  }

  private void deliver(KnownPosition since, StreamPage page) {
    boolean gap = false;
    long offset = since.offset();
    for (Envelope envelope : page.messages()) {
      long next = envelope.position().offset();
      if (next == 0) {
        source.unknown(name); // of a version that can't be read, which leaves a gap
      } else if (next > offset) {
        gap |= next > offset + 1;
        offset = next;
        gap |= !deliver(envelope);
      }
    }
    StreamState state = page.state();
    boolean more =
        page.messages().size() >= BATCH && offset > since.offset() && offset < state.now().offset();
    if (!more && offset < state.now().offset()) {
      gap = true;
      last = KnownPosition.of(state);
    }
    if (gap) {
      interrupted();
    }
    if (more) {
      readOn();
    } else {
      goOn();
    }
  }

  private void goOn() {
    catchingUp = false;
    while (!catchingUp && !held.isEmpty()) {
      boolean isOld = held.isNextOld();
      byte[] next = held.next();
      if (take(next, isOld)) {
        room.give(next);
      }
    }
    if (!catchingUp && again) {
      again = false;
      catchUp();
    }
  }

  private void hold(byte[] message) {
    if (!held.add(message)) {
      again = true; // what has an offset is read again
      if (!Envelope.isKept(message)) {
        source.lost(1);
      }
    }
  }

  private void interrupted() {
    source.tell(name, listener -> listener.interrupted(Set.of(name)));
  }

  private @Nullable KnownPosition known() {
    return last == null ? floor : last;
  }
}
