package io.heartwire.protocol.centrifuge;

/** A command that breaks the protocol; has a reason and no stack trace. */
final class MalformedException extends Exception {

  MalformedException(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
