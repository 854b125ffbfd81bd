package io.heartwire.endpoint;

import io.heartwire.admission.AdmittedClient;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Transport;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.protocol.Dialogue;
import io.heartwire.time.LogLevels;
import io.heartwire.wire.EventLoops;
import io.heartwire.wire.FrameListener;
import io.heartwire.wire.Wire;
import io.heartwire.wire.WireConfig;
import io.heartwire.wire.WireConnection;
import io.heartwire.wire.WireSwitch;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.Session;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Connects sessions with the connections that were admitted for them.
 *
 * <p>Safe for use by any thread; the events of one session come one at a time. It is a singleton,
 * so that it has no client proxy, unlike an application-scoped bean: the proxy would cost each
 * message a reflective call.
 */
@Singleton
class Conversations {
  private static final Logger LOG = Logger.getLogger(Conversations.class.getName());
  private static final String KEY = Conversation.class.getName();
  private static final String WIRE = WireConnection.class.getName();

  @Inject private Wire wire;
  @Inject private WireSwitch wireSwitch;
  @Inject private WireConfig config;
  @Inject private EventLoops loops;
  @Inject private ConnectionErrors errors;

  @PostConstruct
  void sayWhoReads() {
    LOG.log(LogLevels.NOTICE, "Connections are read {0}", byWhom());
  }

  private String byWhom() {
    return wireSwitch.isPortable()
        ? "by the container, as heartwire.wire=portable says"
        : "by event loops, and over TLS by threads of the server";
  }

  /** The most bytes of a message where the protocol has no other limit. */
  int maxBytes() {
    return config.maxBytes();
  }

  /**
   * Begins the conversation of an admitted client, which has no session yet.
   *
   * @param properties the user properties of its future session
   * @param maxBytes the most bytes of a message
   * @return complete when the handshake may be answered
   */
  CompletionStage<?> prepare(
      AdmittedClient admitted, Dialogue dialogue, Map<String, Object> properties, int maxBytes) {
    Conversation conversation = new Conversation(admitted.connection(), dialogue, maxBytes, errors);
    properties.put(KEY, conversation);
    return conversation.admitted();
  }

  /**
   * Opens the conversation of a new session. Lets no exception out: the container would ignore it
   * and leave the session open.
   *
   * @param events receives the session's events
   */
  void open(Session session, SessionEvents events) {
    if (!(session.getUserProperties().get(KEY) instanceof Conversation conversation)) {
      errors.reportStranger(
          "A session bypassed admission", new IllegalStateException(session.getId()));
      new PortableTransport(session, Optional.empty(), loops, config.writeTimeout())
          .close(CloseReason.INTERNAL_ERROR);
      return;
    }
    Connection connection = conversation.connection();
    Optional<WireConnection> below = Optional.empty();
    try {
      FrameListener frames = new SessionFrames(session, events, conversation.maxBytes());
      below = wire.take(session, connection, frames);
      Transport transport = below.isPresent() ? below.get() : portable(session, connection);
      below.ifPresent(own -> session.getUserProperties().put(WIRE, own));
      if (conversation.open(transport)) {
        conversation.opened();
      } else {
        transport.close(connection.endedBy().orElse(CloseReason.NOT_READY));
      }
    } catch (RuntimeException failure) {
      errors.report(connection.id(), "Could not open " + connection, failure);
      connection.close(CloseReason.INTERNAL_ERROR);
    }
    below.ifPresent(WireConnection::start);
  }

  /** Passes an event to the session's conversation, if it has one. */
  void with(Session session, Consumer<Conversation> event) {
    if (property(session, KEY) instanceof Conversation conversation) {
      event.accept(conversation);
    }
  }

  /** Ends the conversation: the session has ended, or the container is about to end it. */
  void end(Session session, jakarta.websocket.CloseReason reason) {
    if (property(session, WIRE) instanceof WireConnection below) {
      below.leaveToContainer();
    }
    with(session, conversation -> conversation.closed(CloseReasons.toOurs(reason)));
  }

  private Transport portable(Session session, Connection connection) {
    return new PortableTransport(session, Optional.of(connection), loops, config.writeTimeout());
  }

  /** A session whose socket is closed may have no properties any more. */
  private static @Nullable Object property(Session session, String key) {
    Map<String, Object> properties = session.getUserProperties();
    return properties == null ? null : properties.get(key);
  }
}
