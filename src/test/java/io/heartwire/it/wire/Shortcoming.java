package io.heartwire.it.wire;

/**
 * What a server gets wrong because its container reads the frames. Nothing above the container can
 * mend these: it hears of whole messages only.
 */
enum Shortcoming {
  /** A length in more bytes than it needs, or with its top bit set, is as good as any other. */
  BELIEVES_ANY_LENGTH,
  /** The sizes of fragments are added up as they have come, not as they are announced. */
  COUNTS_WHAT_HAS_COME,
  TAKES_FRAMES_WITHOUT_A_MASK,
  TAKES_CONTINUATIONS_OF_NOTHING,
  /** A character whose bytes are in two fragments is none. */
  DECODES_EACH_FRAGMENT_ALONE,
  /** Nothing of a frame is looked at before all of it has come. */
  WAITS_FOR_WHOLE_FRAMES,
  /** Those that were registered after the RFC are refused, and those beyond 4999 are not. */
  KNOWS_OTHER_CODES,
  /** By a thread of its own that may wait for the peer, and that overtakes the messages. */
  ANSWERS_PINGS_APART,
  /** So the peer's kernel throws the goodbye away. */
  CLOSES_WITH_BYTES_UNREAD,
  /** After some frames in one piece, the next is misread if only a part of it is there. */
  MISREADS_FRAMES_THAT_ARE_CUT,
  /** What follows the request in its segment is lost, or read as something else. */
  LOSES_WHAT_COMES_WITH_THE_HANDSHAKE
}
