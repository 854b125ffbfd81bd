package io.heartwire.bench.load;

/** A place in the history of a channel; an empty epoch is none. */
public record Position(String epoch, long offset) {
  public static final Position NONE = new Position("", 0);
}
