package io.heartwire.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.heartwire.broker.Payload;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.ServerCommands;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The commands of the server API for other parts of this gateway, without its key. */
@Singleton
class CommandsByName implements ServerCommands {
  private final Provider<ApiConfig> config;
  private final ApiCommands commands;

  @Inject
  CommandsByName(Provider<ApiConfig> config, ApiCommands commands) {
    this.config = config;
    this.commands = commands;
  }

  @Override
  public CompletionStage<Payload> run(String method, byte[] body) {
    ApiRequest.Command command;
    try {
      command = ApiRequestReader.command(method, body, config.get().maxBatch()).value();
    } catch (JsonProcessingException notJson) {
      return refused(ApiError.badRequest("not JSON: " + notJson.getOriginalMessage()));
    } catch (IOException unexpected) {
      return refused(ApiError.badRequest(String.valueOf(unexpected.getMessage())));
    }
    return commands.run(command).thenCompose(CommandsByName::result);
  }

  private static CompletionStage<Payload> result(ApiAnswer answer) {
    if (answer instanceof ApiAnswer.Failure failure) {
      return refused(failure.error());
    }
    return CompletableFuture.completedStage(AnswerWriter.result(answer));
  }

  private static CompletionStage<Payload> refused(ApiError error) {
    return CompletableFuture.failedStage(new RefusedException(error.code(), error.message()));
  }
}
