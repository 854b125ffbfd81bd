package io.heartwire.hub;

import io.heartwire.broker.Payload;
import io.heartwire.visibility.Internal;
import java.util.concurrent.CompletionStage;

/**
 * The commands of the server API, for others of this gateway that offer the same. Safe for use by
 * any thread; nothing blocks.
 */
@Internal
public interface ServerCommands {
  /**
   * Carries a command out.
   *
   * @param method a name of the server API
   * @param body its arguments, a JSON object
   * @return the result, a JSON object; fails with {@link io.heartwire.hook.RefusedException}, with
   *     the codes of the server API
   */
  CompletionStage<Payload> run(String method, byte[] body);
}
