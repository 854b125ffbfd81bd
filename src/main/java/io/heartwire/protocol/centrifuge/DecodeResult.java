package io.heartwire.protocol.centrifuge;

import java.util.List;

/** The result of decoding a frame. */
sealed interface DecodeResult {

  /** The commands that could be decoded, in order. */
  List<Command> commands();

  /** A valid frame with all its commands, at least one. */
  record Complete(List<Command> commands) implements DecodeResult {}

  /**
   * A malformed frame. It closes the connection with {@link DisconnectCode#BAD_REQUEST} after the
   * commands before the bad one have been executed.
   *
   * @param commands the commands before the bad one
   * @param index the index of the bad command in the frame, from 0
   * @param why what is wrong with it, for the log
   */
  record BadRequest(List<Command> commands, int index, String why) implements DecodeResult {}
}
