package io.heartwire.endpoint;

import jakarta.inject.Singleton;
import jakarta.websocket.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds, behind sessions of Open Liberty, what the specification has no words for.
 *
 * <p>Implementation notes. The container answers pings itself, by a write that blocks a thread of
 * its pool as long as the peer does not read, and keeps a buffer of 8 KiB for each piece that a
 * frame comes in, however small. Both can be done to a gateway from outside, and no setting and no
 * API prevents either; nor that an idle session keeps such a buffer, nor that a direct write waits
 * for its peer without end, nor that each read changes threads twice. But every session asks for an
 * executor before it takes what came in, and has none unless somebody sets one. That is reached by
 * reflection, once for all sessions. Where it cannot be reached, as in another container, sessions
 * are simply not watched; the log says so, and an integration test fails. Written for the classes
 * of 26.0.0.5 ({@code WsocConnLink}, {@code ParametersOfInterest}, {@code WsocReadCallback}).
 *
 * <p>Safe for use by any thread.
 */
@Singleton
class ContainerSessions {
  private volatile @Nullable Optional<LibertyInternals> internals;

  /** The session's other side, or nothing if the container is another one. */
  Optional<ContainerSession> find(Session session) {
    Optional<LibertyInternals> known = internals;
    if (known == null) {
      known = LibertyInternals.of(session);
      internals = known;
    }
    return known.map(found -> new LibertySession(found, session));
  }
}
