package io.heartwire.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One request of a caller who has shown the key: bytes in, bytes out. Safe for any thread. */
@Singleton
class Exchange {
  private static final String BATCH = "batch";

  /**
   * What goes back.
   *
   * @param status of HTTP: 200 for a command that was understood, whatever became of it
   */
  record Outcome(int status, byte[] json) {
    private Response response() {
      return Response.status(status).type(MediaType.APPLICATION_JSON).entity(json).build();
    }
  }

  private final Provider<ApiConfig> config;
  private final Commands commands;

  @Inject
  Exchange(Provider<ApiConfig> config, Commands commands) {
    this.config = config;
    this.commands = commands;
  }

  /** What {@link #run} ends with, as JAX-RS takes it. */
  CompletionStage<Response> respond(String method, InputStream body) {
    return run(method, body).thenApply(Outcome::response);
  }

  /** The same of a request without a body. */
  CompletionStage<Response> respond(Request.Command command) {
    return commands.run(command).thenApply(Exchange::understood).thenApply(Outcome::response);
  }

  CompletionStage<Outcome> run(String method, InputStream body) {
    ApiConfig limits = config.get();
    try {
      byte[] bytes = body.readNBytes(limits.maxBodyBytes() + 1);
      if (bytes.length > limits.maxBodyBytes()) {
        return refused(413, tooLong(limits.maxBodyBytes()));
      }
      return run(method, bytes, limits.maxBatch());
    } catch (ApiException refused) {
      return refused(400, refused.error());
    } catch (JsonProcessingException notJson) {
      return refused(400, ApiError.badRequest("not JSON: " + notJson.getOriginalMessage()));
    } catch (IOException unexpected) {
      return refused(400, ApiError.badRequest(String.valueOf(unexpected.getMessage())));
    }
  }

  private CompletionStage<Outcome> run(String method, byte[] body, int maxBatch)
      throws IOException {
    if (method.equals(BATCH)) {
      return commands
          .run(RequestReader.batch(body, maxBatch))
          .thenApply(replies -> new Outcome(200, AnswerWriter.batch(replies)));
    }
    return commands
        .run(RequestReader.command(method, body, maxBatch))
        .thenApply(Exchange::understood);
  }

  private static Outcome understood(Answer answer) {
    return new Outcome(200, AnswerWriter.one(answer));
  }

  private static ApiError tooLong(int limit) {
    return ApiError.limitExceeded("the body is longer than heartwire.api.max-body-bytes=" + limit);
  }

  private static CompletionStage<Outcome> refused(int status, ApiError error) {
    return CompletableFuture.completedStage(new Outcome(status, AnswerWriter.error(error)));
  }
}
