package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/** Learns of every connection that has come or gone. Must be quick, and must not block. */
@Internal
public interface ConnectionListener {

  void opened(ConnectionOpened event);

  /** After {@link #opened}, once for each. */
  void closed(ConnectionClosed event);
}
