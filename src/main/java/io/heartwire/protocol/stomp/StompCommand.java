package io.heartwire.protocol.stomp;

import java.util.Locale;

/** The commands of a client's frames. */
enum StompCommand {
  CONNECT,
  STOMP,
  SEND,
  SUBSCRIBE,
  UNSUBSCRIBE,
  ACK,
  NACK,
  BEGIN,
  COMMIT,
  ABORT,
  DISCONNECT;

  /** Whether it begins the session. */
  boolean isConnect() {
    return this == CONNECT || this == STOMP;
  }

  /** Its name in metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
