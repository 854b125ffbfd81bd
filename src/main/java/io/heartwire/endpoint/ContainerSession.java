package io.heartwire.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be done to a session that the specification has no words for. */
interface ContainerSession {

  /**
   * From now on this runs what the session's wire has to say: data that came in, and the end of
   * writes. It is called by the loop or a thread of the container, for one piece of data at a time.
   * Called before the first data can come.
   */
  void runBy(Executor executor);

  /**
   * From now on the session waits for data without a buffer, and is given one when data is there.
   * Called before the first data can come.
   *
   * @param loop that reads, if the session's socket can be reached; null = the container reads
   * @param first takes what it can of what a loop has read; the session gets the rest
   * @param ends tells the session of its end
   */
  void readOnArrival(@Nullable EventLoop loop, Consumer<ReadBuffer> first, Executor ends);

  /** Whether it is data that came in, or an error in waiting for some. */
  boolean isRead(Runnable callback);

  /**
   * What has just come in, to look at; or null if it is not data. Valid until the callback runs.
   */
  @Nullable ByteBuffer arrived();

  /** Whether {@link #write} waits when the kernel has no room, instead of leaving a rest. */
  boolean mayBlock();

  /**
   * Writes frames as they are laid out, as many bytes as the kernel has room for. What is left is
   * copied and written asynchronously; nothing else can be written before its end.
   *
   * @param timeoutMillis for the rest, beyond which it has failed
   * @param whenWritten is told of the end of the rest, by a thread of the container
   * @return whether all is written, so that nobody will be told of anything
   * @throws IOException if the socket is closed
   * @throws IllegalStateException if the session is closed, or something else is being written
   */
  boolean write(FrameBuffer frames, int timeoutMillis, SendHandler whenWritten) throws IOException;

  /** Whether the container is about to say goodbye, or has said it. */
  boolean isClosing();

  /** Whether it has gone so far that it takes any error for the end, and closes the socket. */
  boolean saysGoodbye();

  /** Throws away what has just come in, unseen by the container, and waits for more. */
  void skip();

  /**
   * Says why and closes the socket, without waiting for the peer's goodbye: for a session whose
   * data is read no more. May block in a write, for as long as the channel's time-out allows.
   */
  void closeNow(CloseReason reason);

  /** Closes the socket without a word. */
  void cut();
}
