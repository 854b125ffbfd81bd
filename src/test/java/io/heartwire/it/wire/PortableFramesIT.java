package io.heartwire.it.wire;

import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.util.Map;

/**
 * A gateway whose container reads the frames. The rules that it cannot keep are overridden, and so
 * are no tests: the place to strike out what the container has learnt.
 */
class PortableFramesIT extends FramesContract {
  @Override
  GatewayServer startServer() {
    Map<String, String> env = Wire.environment();
    env.put(ServerDirectory.VARIABLE, ServerDirectory.with(Wire.SMALL_SEND_BUFFERS).toString());
    env.put("HEARTWIRE_WIRE", "portable");
    return GatewayServer.start(env);
  }

  // What this container gets wrong, and nothing above it can mend: these are no tests here.

  /** After some frames in one piece, the next is misread if only a part of it is there. */
  @Override
  public void aDialogueInTwoPiecesIsAnsweredAlikeWhereverItIsCut() {}

  /** What follows the request in its segment is lost, or read as something else. */
  @Override
  public void framesInTheSegmentOfTheHandshakeAreRead() {}

  /** What follows the request in its segment is lost, or read as something else. */
  @Override
  public void aFrameThatBeginsInTheSegmentOfTheHandshakeIsRead() {}

  /** What follows the request in its segment is lost, or read as something else. */
  @Override
  public void aLongMessageInTheSegmentOfTheHandshakeIsRead() {}

  /** What follows the request in its segment is lost, or read as something else. */
  @Override
  public void aBrokenFrameInTheSegmentOfTheHandshakeIsRefused() {}

  /** Codes that were registered after the RFC are refused, and those beyond 4999 are not. */
  @Override
  public void aGoodbyeWithACodeYoungerThanTheRfcIsAnsweredToo(int code) {}

  /** Codes that were registered after the RFC are refused, and those beyond 4999 are not. */
  @Override
  public void aCodeBeyondAllRangesBreaksTheProtocol(int code) {}

  /** It closes with bytes unread, and so the peer's kernel throws the goodbye away. */
  @Override
  public void aClientThatGoesOnWithWhatIsTooBigStillReadsWhy() {}

  /** It closes with bytes unread, and so the peer's kernel throws the goodbye away. */
  @Override
  public void aClientThatGoesOnWithMoreMessagesStillReadsWhy() {}

  /** It takes frames without a mask. */
  @Override
  public void framesWithoutAMaskBreakTheProtocol() {}

  /** It takes continuations of nothing. */
  @Override
  public void aContinuationOfNothingBreaksTheProtocol() {}

  /** The sizes of fragments are added up as they have come, not as they are announced. */
  @Override
  public void aContinuationBeyondTheLimitIsRefusedByItsHeader(long length) {}

  /** A length in more bytes than it needs, or with its top bit set, is as good as any other. */
  @Override
  public void aLengthWithItsTopBitSetBreaksTheProtocol(long length) {}

  /** A length in more bytes than it needs, or with its top bit set, is as good as any other. */
  @Override
  public void aShortLengthInTwoBytesBreaksTheProtocol(int length) {}

  /** A length in more bytes than it needs, or with its top bit set, is as good as any other. */
  @Override
  public void aShortLengthInEightBytesBreaksTheProtocol(int length) {}

  /** Pings are answered by threads that may wait for the peer, and that overtake the messages. */
  @Override
  public void aPingBetweenMessagesIsAnsweredBetweenTheirEchoes() {}

  /** Pings are answered by threads that may wait for the peer, and that overtake the messages. */
  @Override
  public void pingsOfClientsThatDoNotReadDelayNobodyAndHoldNoThread() {}

  /** A character whose bytes are in two fragments is none. */
  @Override
  public void textSplitAnywhereIsOneMessage() {}

  /** A character whose bytes are in two fragments is none. */
  @Override
  public void textSplitAnywhereWithAPingAndARestBetweenIsOneMessage() {}

  /** A character whose bytes are in two fragments is none. */
  @Override
  public void aFragmentForEachByteAndEmptyOnesBetweenAreOneMessage() {}

  /** Nothing of a frame is looked at before all of it has come. */
  @Override
  public void whatIsNoUtf8IsRefusedBeforeItsFrameEnds(String hex) {}
}
