package io.heartwire.protocol.centrifuge;

import java.util.List;

/** What a frame turned out to hold. */
sealed interface DecodeResult {

  /** The commands that could be read, in their order. */
  List<Command> commands();

  /** Every command of the frame; there is at least one. */
  record Complete(List<Command> commands) implements DecodeResult {}

  /**
   * A frame that breaks off the conversation with {@link DisconnectCode#BAD_REQUEST}, once the
   * commands before the bad one have been dealt with.
   *
   * @param commands those before the bad one
   * @param index which command of the frame is bad, from 0
   * @param why what is wrong with it, for the log
   */
  record BadRequest(List<Command> commands, int index, String why) implements DecodeResult {}
}
