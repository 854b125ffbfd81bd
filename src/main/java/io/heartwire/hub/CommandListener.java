package io.heartwire.hub;

import io.heartwire.visibility.Internal;

/**
 * Learns how long commands took, failed ones included. Names are from a set that is fixed in code,
 * never from what a caller sent. Safe for any thread; must be quick and must not block.
 */
@Internal
public interface CommandListener {

  /**
   * A client's command has been carried out and answered.
   *
   * @param nanos from when the command had been read, so with its wait for those before it
   */
  void client(String protocol, String command, long nanos);

  /**
   * A command of the server API has been carried out; those of a batch count one by one.
   *
   * @param nanos from when the command had been read until its answer was there
   */
  void api(String method, long nanos);
}
