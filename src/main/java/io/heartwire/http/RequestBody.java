package io.heartwire.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads the body of one request as it comes in: a client that sends slowly, or never, keeps no
 * thread, and its request ends after a time.
 */
public final class RequestBody {
  private static final int CHUNK = 4096;

  private final ServletInputStream in;
  private final int most;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

  private RequestBody(ServletInputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** The body could not be read whole; the message says why. */
  public static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    UnreadableException(int status, String message) {
      super(message);
      this.status = status;
    }

    /** What HTTP calls it. */
    public int status() {
      return status;
    }
  }

  /**
   * Begins to read; the request is asynchronous from now on, unless it says that it is too long.
   *
   * @param most bytes of the body
   * @param limit for the whole request, its answer included
   * @return fails with {@link UnreadableException}; completes on a thread of the container
   */
  public static CompletionStage<byte[]> read(HttpServletRequest request, int most, Duration limit)
      throws IOException {
    if (request.getContentLengthLong() > most) {
      return CompletableFuture.failedStage(tooLong(most));
    }
    RequestBody body = new RequestBody(request.getInputStream(), most);
    AsyncContext waiting = request.startAsync();
    waiting.setTimeout(limit.toMillis());
    waiting.addListener(body.new Timeout());
    body.in.setReadListener(body.new Listener());
    return body.whole;
  }

  private static UnreadableException tooLong(int most) {
    return new UnreadableException(413, "the body is longer than %d bytes".formatted(most));
  }

  private void fail(int status, String why) {
    whole.completeExceptionally(new UnreadableException(status, why));
  }

  private final class Listener implements ReadListener {
    @Override
    public void onDataAvailable() throws IOException {
      byte[] chunk = new byte[CHUNK];
      while (in.isReady() && !in.isFinished()) {
        int count = in.read(chunk);
        if (count > 0) {
          bytes.write(chunk, 0, count);
        }
        if (bytes.size() > most) {
          whole.completeExceptionally(tooLong(most));
          return; // what else comes is not read
        }
      }
    }

    @Override
    public void onAllDataRead() {
      whole.complete(bytes.toByteArray());
    }

    @Override
    public void onError(Throwable failure) {
      fail(400, "the body ended early");
    }
  }

  private final class Timeout implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      if (!whole.isDone()) {
        fail(408, "the body did not come in time");
      }
    }

    @Override
    public void onComplete(AsyncEvent event) {
      fail(400, "the request ended early"); // nothing, if the body is there
    }

    @Override
    public void onError(AsyncEvent event) {
      fail(400, "the request ended early");
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
