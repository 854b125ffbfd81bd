package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/**
 * Follows how many connections users have here, and knows who has as many as they may elsewhere.
 * Called by any thread, for every connection; must be quick and must not block.
 */
@Internal
public interface UserWatch {

  /** Where there is nobody else. */
  UserWatch NONE =
      new UserWatch() {
        @Override
        public void changed(String user) {}

        @Override
        public boolean isFull(String user) {
          return false;
        }
      };

  /** The number of the user's connections may have changed. */
  void changed(String user);

  /** Whether the user may have no more connections, however few are here. */
  boolean isFull(String user);
}
