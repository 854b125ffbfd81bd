package io.heartwire.console;

import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonShape;

/**
 * Something that one node asks of others, or has them do to single connections. The same on all:
 * what a version does not know it refuses.
 */
interface Question {
  /** By which nodes name it to each other: never changes its meaning. */
  String name();

  /** What it takes. */
  JsonShape shape();

  /** Whether it changes something: those who only look must not keep an operator from it. */
  default boolean acts() {
    return false;
  }

  /**
   * Answers for this node alone; a bounded pass over what is there.
   *
   * @return a JSON object of bounded size
   * @throws io.heartwire.hook.RefusedException if it can't
   */
  byte[] answer(FieldValues in);
}
