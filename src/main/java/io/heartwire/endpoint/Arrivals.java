package io.heartwire.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one event loop, and which of them have data.
 *
 * <p>One thread at a time looks; the rest is safe for use by any thread, and does not wait for it.
 */
final class Arrivals {
  private static final Logger LOG = Logger.getLogger(Arrivals.class.getName());

  private final Selector selector;
  private boolean isFailureLogged;

  Arrivals() {
    try {
      selector = Selector.open();
    } catch (IOException failure) {
      throw new UncheckedIOException("No selector could be opened: too many open files?", failure);
    }
  }

  /**
   * From now on this turn is due whenever the channel has data, or is at its end.
   *
   * @param channel that does not block
   * @throws ClosedChannelException if it is closed
   */
  SelectionKey add(SelectableChannel channel, Turn reading) throws ClosedChannelException {
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ, reading);
    selector.wakeup();
    return key;
  }

  /**
   * Goes on looking at the channel.
   *
   * @throws CancelledKeyException if it is closed
   */
  void resume(SelectionKey key) {
    if (key.interestOpsOr(SelectionKey.OP_READ) == 0) {
      selector.wakeup();
    }
  }

  /**
   * Looks at the channel no more, which costs a system call.
   *
   * @throws CancelledKeyException if it is closed
   */
  void suspend(SelectionKey key) {
    key.interestOps(0);
  }

  /** The turns that are due, linked; null if there is none. */
  @Nullable Turn now() {
    return select(Duration.ZERO);
  }

  /** The same, as soon as there is one, or after this time, or when woken. */
  @Nullable Turn await(Duration most) {
    return select(most);
  }

  /** Ends the wait under way, or the next one. */
  void wake() {
    selector.wakeup();
  }

  void close() {
    try {
      selector.close();
    } catch (IOException failure) {
      LOG.log(Level.FINE, "A selector could not be closed", failure);
    }
  }

  private @Nullable Turn select(Duration most) {
    try {
      int unused = most.isZero() ? selector.selectNow() : selector.select(most.toMillis());
    } catch (IOException failure) {
      if (!isFailureLogged) {
        isFailureLogged = true;
        LOG.log(Level.SEVERE, "The system does not say which connections have data", failure);
      }
      return null;
    }
    Turn first = null;
    Set<SelectionKey> ready = selector.selectedKeys();
    for (SelectionKey key : ready) {
      Turn turn = (Turn) key.attachment();
      turn.next = first;
      first = turn;
    }
    ready.clear();
    return first;
  }
}
