package io.heartwire.wire;

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
 * The channels of one event loop, and which of them are ready.
 *
 * <p>One thread at a time selects; the rest is safe for use by any thread, and does not wait for
 * it.
 */
final class SocketSelector {
  private static final Logger LOG = Logger.getLogger(SocketSelector.class.getName());

  private final Selector selector;
  private boolean isFailureLogged;

  SocketSelector() {
    try {
      selector = Selector.open();
    } catch (IOException failure) {
      throw new UncheckedIOException("No selector could be opened: too many open files?", failure);
    }
  }

  /**
   * Takes a channel in, whose task is told of nothing until the key is interested in something.
   *
   * @param channel that does not block
   * @throws ClosedChannelException if it is closed
   */
  SelectionKey register(SelectableChannel channel, LoopTask task) throws ClosedChannelException {
    return channel.register(selector, 0, task);
  }

  /** Adds the keys that are ready now. */
  void selectNow(Collection<SelectionKey> ready) {
    select(Duration.ZERO, ready);
  }

  /** The same, as soon as there is one, or after this time, or when woken. */
  void select(Duration most, Collection<SelectionKey> ready) {
    try {
      int unused = most.isZero() ? selector.selectNow() : selector.select(most.toMillis());
    } catch (IOException failure) {
      if (!isFailureLogged) {
        isFailureLogged = true;
        LOG.log(Level.SEVERE, "The system does not say which connections have data", failure);
      }
      return;
    }
    Set<SelectionKey> selected = selector.selectedKeys();
    ready.addAll(selected);
    selected.clear();
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
}
