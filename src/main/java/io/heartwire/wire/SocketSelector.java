package io.heartwire.wire;

import io.heartwire.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The selector of one event loop.
 *
 * <p>One thread at a time selects. All else is safe for use by any thread, and does not wait for
 * the selecting one.
 */
final class SocketSelector {
  private static final Logger LOG = Logger.getLogger(SocketSelector.class.getName());

  /** A selector that failed is tried again, but not all the time. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Selector selector;
  private final TimeSource time;
  private boolean isFailureLogged;

  SocketSelector(TimeSource time) {
    this(open(), time);
  }

  SocketSelector(Selector selector, TimeSource time) {
    this.selector = selector;
    this.time = time;
  }

  private static Selector open() {
    try {
      return Selector.open();
    } catch (IOException failure) {
      throw new UncheckedIOException("No selector could be opened: too many open files?", failure);
    }
  }

  /**
   * Registers a channel. Its task is not called until the key has interest in an operation.
   *
   * @param channel a non-blocking channel
   * @throws ClosedChannelException if it is closed
   */
  SelectionKey register(SelectableChannel channel, LoopTask task) throws ClosedChannelException {
    return channel.register(selector, 0, task);
  }

  /** Adds the keys that are ready now. */
  void selectNow(Collection<SelectionKey> ready) {
    select(Duration.ZERO, ready);
  }

  /**
   * Waits until a key is ready, this time is over, or {@link #wake} is called, and adds the ready
   * keys.
   */
  void select(Duration most, Collection<SelectionKey> ready) {
    try {
      int unused = most.isZero() ? selector.selectNow() : selector.select(most.toMillis());
    } catch (IOException failure) {
      if (!isFailureLogged) {
        isFailureLogged = true;
        LOG.log(Level.SEVERE, "Cannot select the connections that have data", failure);
      }
      time.restUntil(time.nanos() + PAUSE.toNanos());
      return;
    }
    Set<SelectionKey> selected = selector.selectedKeys();
    ready.addAll(selected);
    selected.clear();
  }

  /** Ends the present wait, or the next one. */
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
}
