package io.heartwire.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An answer over HTTP: JSON, and said to be nothing else, whatever a client has put into it.
 *
 * @param status of HTTP
 * @param json the body
 * @param headers besides those that every answer has
 */
public record JsonAnswer(int status, byte[] json, Map<String, String> headers) {
  private static final Logger LOG = Logger.getLogger(JsonAnswer.class.getName());

  /** What asks may wait for something that takes as long as it takes, such as a drain. */
  private static final long NO_TIMEOUT = 0;

  public JsonAnswer(int status, byte[] json) {
    this(status, json, Map.of());
  }

  /** Writes it now, on the request's own thread. */
  public void write(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    headers.forEach(response::setHeader);
    response.setContentType("application/json");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }

  /**
   * Writes it now if it is there, otherwise when it is there, without a thread that waits.
   *
   * @param later must not fail
   */
  public static void respond(
      HttpServletRequest request, HttpServletResponse response, CompletionStage<JsonAnswer> later)
      throws IOException {
    CompletableFuture<JsonAnswer> answer = later.toCompletableFuture();
    if (answer.isDone() && !request.isAsyncStarted()) {
      answer.join().write(response);
      return;
    }
    AsyncContext waiting;
    if (request.isAsyncStarted()) {
      waiting = request.getAsyncContext();
    } else {
      waiting = request.startAsync();
      waiting.setTimeout(NO_TIMEOUT);
    }
    var unused = answer.thenAccept(known -> known.writeLater(waiting, response));
  }

  /** On a thread of the container: whoever had the answer must not wait for the caller to read. */
  private void writeLater(AsyncContext waiting, HttpServletResponse response) {
    try {
      waiting.start(() -> writeAndEnd(waiting, response));
    } catch (IllegalStateException over) {
      LOG.log(Level.FINE, "The caller has gone before its answer", over);
    }
  }

  /** Ends also the request of a caller that has gone: where it has no limit, nothing else would. */
  private void writeAndEnd(AsyncContext waiting, HttpServletResponse response) {
    try {
      try {
        write(response);
      } finally {
        waiting.complete();
      }
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.FINE, "The caller has gone before its answer", gone);
    }
  }
}
