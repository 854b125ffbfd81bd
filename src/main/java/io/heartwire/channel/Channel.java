package io.heartwire.channel;

import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import java.util.Arrays;

/**
 * The subscribers of one channel.
 *
 * <p>Publications are handed over one after the other, under this object's lock, so that every
 * subscriber sees them in the same order; handing over does not block. Membership is changed by
 * {@link Channels} only, one change at a time, and never under that lock: a hand-over can end a
 * slow subscriber, which then leaves this very channel.
 */
final class Channel {
  private volatile Connection[] subscribers = {};

  void add(Connection subscriber) {
    Connection[] present = subscribers;
    Connection[] more = Arrays.copyOf(present, present.length + 1);
    more[present.length] = subscriber;
    subscribers = more;
  }

  /** Takes one subscription of the connection away. */
  void remove(Connection subscriber) {
    Connection[] present = subscribers;
    int index = Arrays.asList(present).indexOf(subscriber);
    if (index < 0) {
      return;
    }
    Connection[] fewer = new Connection[present.length - 1];
    System.arraycopy(present, 0, fewer, 0, index);
    System.arraycopy(present, index + 1, fewer, index, fewer.length - index);
    subscribers = fewer;
  }

  /** Returns how many subscribers took the message. */
  synchronized int publish(Message message, OverflowPolicy policy) {
    int taken = 0;
    for (Connection subscriber : subscribers) {
      if (subscriber.send(message, policy)) {
        taken++;
      }
    }
    return taken;
  }

  boolean isEmpty() {
    return subscribers.length == 0;
  }
}
