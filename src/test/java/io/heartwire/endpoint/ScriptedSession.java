package io.heartwire.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session of a container that is in the states the test says, and counts what is done to it. */
final class ScriptedSession implements ContainerSession {
  @Nullable ByteBuffer arrived;
  boolean isRead = true;
  boolean isAboutToClose;
  boolean saysGoodbye;
  int skips;
  int cuts;

  @Override
  public void runBy(Executor executor) {}

  @Override
  public void readOnArrival(@Nullable EventLoop loop, Consumer<ReadBuffer> first, Executor ends) {}

  @Override
  public boolean isRead(Runnable callback) {
    return isRead;
  }

  @Override
  public @Nullable ByteBuffer arrived() {
    return arrived;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public boolean write(FrameBuffer frames, int timeoutMillis, SendHandler whenWritten) {
    return true;
  }

  @Override
  public boolean isClosing() {
    return isAboutToClose || saysGoodbye;
  }

  @Override
  public boolean saysGoodbye() {
    return saysGoodbye;
  }

  @Override
  public void skip() {
    skips++;
  }

  @Override
  public void closeNow(CloseReason reason) {}

  @Override
  public void cut() {
    cuts++;
  }
}
