package io.heartwire.trace;

/** What a span may stand for. */
public enum Step {
  /** The admission of a client, from its handshake until it is let in or refused. */
  CONNECT("heartwire connect"),
  /** A request of the server API. */
  API("heartwire api"),
  /** A publication, until the engine has accepted it. */
  PUBLISH("heartwire publish"),
  /** A publication on one node, until it is queued for all subscribers there. */
  DELIVER("heartwire deliver"),
  /** A subscription that comes back, until it is known what it has missed. */
  RECOVER("heartwire recover");

  private final String spanName;

  Step(String spanName) {
    this.spanName = spanName;
  }

  String spanName() {
    return spanName;
  }
}
