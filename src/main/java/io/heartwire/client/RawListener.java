package io.heartwire.client;

/**
 * Is told the messages of a {@link RawClient}, one after the other, in their order. While it does
 * not return, no more than some messages are read from the server.
 */
public interface RawListener {

  default void onText(String message) {}

  /** The array is the listener's own. */
  default void onBinary(byte[] message) {}
}
