package io.heartwire.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.heartwire.json.JsonSyntax;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One request of a caller who has shown the key: bytes in, bytes out. Safe for any thread. */
@Singleton
class ApiExchange {
  private static final String BATCH = "batch";
  private static final String DRAIN = "drain";

  /** The description of the API, for people and for generators of clients. */
  static final String DESCRIPTION = "openapi.yaml";

  /**
   * What goes back.
   *
   * @param status of HTTP: 200 for a command that was understood, whatever became of it
   * @param ignored what the request has that is not known here
   */
  record Outcome(int status, byte[] json, IgnoredFields ignored) {}

  private final Provider<ApiConfig> config;
  private final ApiCommands commands;

  @Inject
  ApiExchange(Provider<ApiConfig> config, ApiCommands commands) {
    this.config = config;
    this.commands = commands;
  }

  /** Returns whether something is served under the name. */
  static boolean isKnown(String name) {
    return isMethod(name) || name.equals(DESCRIPTION);
  }

  /** Answers a {@code GET}: the state of a drain is looked at without a body. */
  CompletionStage<Outcome> look(String name) {
    if (name.equals(DRAIN)) {
      return commands
          .run(new ApiRequest.Command(name, new ApiRequest.DrainState()))
          .thenApply(answer -> understood(answer, new IgnoredFields()));
    }
    return isMethod(name)
        ? refused(405, ApiError.badRequest("methods are called by POST"))
        : refused(404, ApiError.METHOD_NOT_FOUND);
  }

  /**
   * Answers a {@code POST}: the command, or the batch of them, that the body holds. May block.
   *
   * @param traceparent the trace that it belongs to, or null
   */
  CompletionStage<Outcome> run(String method, InputStream body, @Nullable String traceparent) {
    if (!isMethod(method)) {
      return refused(404, ApiError.METHOD_NOT_FOUND);
    }
    ApiConfig limits = config.get();
    try {
      byte[] bytes = body.readNBytes(limits.maxBodyBytes() + 1);
      if (bytes.length > limits.maxBodyBytes()) {
        return refused(413, tooLong(limits.maxBodyBytes()));
      }
      return run(method, bytes, limits.maxBatch(), traceparent);
    } catch (ApiException refused) {
      return refused(400, refused.error());
    } catch (StreamConstraintsException exceeded) {
      return refused(400, ApiError.badRequest(JsonSyntax.limitOf(exceeded)));
    } catch (JsonProcessingException notJson) {
      return refused(400, ApiError.badRequest("not JSON: " + notJson.getOriginalMessage()));
    } catch (IOException unexpected) {
      return refused(400, ApiError.badRequest(String.valueOf(unexpected.getMessage())));
    }
  }

  private CompletionStage<Outcome> run(
      String method, byte[] body, int maxBatch, @Nullable String traceparent) throws IOException {
    if (method.equals(BATCH)) {
      ApiRequestReader.Reading<ApiRequest.Batch> batch = ApiRequestReader.batch(body, maxBatch);
      return commands
          .run(batch.value().within(traceparent))
          .thenApply(replies -> new Outcome(200, AnswerWriter.batch(replies), batch.ignored()));
    }
    ApiRequestReader.Reading<ApiRequest.Command> command =
        ApiRequestReader.command(method, body, maxBatch);
    return commands
        .run(command.value().within(traceparent))
        .thenApply(answer -> understood(answer, command.ignored()));
  }

  /** Returns the HTTP methods by which the name may be called. */
  static List<String> allowed(String name) {
    return switch (name) {
      case DESCRIPTION -> List.of("GET");
      case DRAIN -> List.of("GET", "POST");
      default -> List.of("POST");
    };
  }

  private static boolean isMethod(String name) {
    return name.equals(BATCH) || ApiMethod.ALL.containsKey(name);
  }

  private static Outcome understood(ApiAnswer answer, IgnoredFields ignored) {
    return new Outcome(200, AnswerWriter.one(answer), ignored);
  }

  private static ApiError tooLong(int limit) {
    return ApiError.limitExceeded("the body is longer than heartwire.api.max-body-bytes=" + limit);
  }

  private static CompletionStage<Outcome> refused(int status, ApiError error) {
    return CompletableFuture.completedStage(
        new Outcome(status, AnswerWriter.error(error), new IgnoredFields()));
  }
}
