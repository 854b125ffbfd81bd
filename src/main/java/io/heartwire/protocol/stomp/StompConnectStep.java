package io.heartwire.protocol.stomp;

import io.heartwire.broker.Payload;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.hub.ConnectAttempt;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Identity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Carries out CONNECT: agrees on the version and heart-beats, and finds out who the client is. */
final class StompConnectStep {
  private static final String LATEST = "1.2";
  private static final String OLDER = "1.1";
  private static final String BEARER = "Bearer ";

  private final Connection connection;
  private final Credentials credentials;
  private final WritableGate gate;
  private final StompServices services;

  /**
   * @param credentials what the client brought with its handshake
   */
  StompConnectStep(
      Connection connection, Credentials credentials, WritableGate gate, StompServices services) {
    this.connection = connection;
    this.credentials = credentials;
    this.gate = gate;
    this.services = services;
  }

  /**
   * @param overdue to be run when a transaction is open for too long
   * @param entered gets the session as soon as it exists, and is to close it with the connection;
   *     throws if that has ended
   * @return the session, once CONNECTED is on its way
   */
  CompletionStage<StompSession> take(
      ClientFrame frame, Runnable overdue, Consumer<StompSession> entered) {
    String version = version(frame);
    HeartBeats.Offer client = HeartBeats.Offer.parse(frame.header("heart-beat"));
    return identify(frame)
        .thenApply(
            identity -> {
              identity.enter(connection);
              long millis = services.config().heartBeat().toMillis();
              HeartBeats.Offer server = new HeartBeats.Offer(millis, millis);
              HeartBeats beats =
                  HeartBeats.begin(connection, server, client, services.time().nanos());
              StompSession session =
                  new StompSession(
                      connection, identity, version.equals(LATEST), beats, gate, overdue, services);
              entered.accept(session);
              session.send(
                  ServerFrame.encode(
                      "CONNECTED", connected(version, server, identity), null, true, null));
              connection.ready();
              session.begin();
              return session;
            });
  }

  private Map<String, String> connected(
      String version, HeartBeats.Offer server, Identity identity) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("version", version);
    headers.put("heart-beat", server.sends() + "," + server.wants());
    headers.put("session", connection.id().toString());
    headers.put("server", "heartwire/" + services.node().version());
    boolean fits = identity.user().chars().noneMatch(c -> c < ' ');
    if (!identity.user().isEmpty() && fits) { // this frame has no escapes
      headers.put("user-name", identity.user());
    }
    return headers;
  }

  private static String version(ClientFrame frame) {
    List<String> accepted =
        Arrays.stream(frame.header("accept-version").split(",", -1)).map(String::strip).toList();
    if (accepted.contains(LATEST)) {
      return LATEST;
    } else if (accepted.contains(OLDER)) {
      return OLDER;
    }
    throw StompException.with(
        Map.of("version", LATEST + ',' + OLDER),
        "unsupported version",
        "supported protocol versions are 1.2 and 1.1: send accept-version:1.2",
        new CloseReason(3501, "unsupported version"));
  }

  private CompletionStage<Identity> identify(ClientFrame frame) {
    String token = token(frame);
    if (token.isEmpty() && credentials instanceof Credentials.Pending pending) {
      token = pending.token();
    }
    return services
        .authentication()
        .identify(
            new ConnectAttempt(
                connection.id(),
                connection.peer(),
                "stomp",
                frame.header("accept-version"),
                token,
                Payload.EMPTY,
                frame.headers()),
            credentials);
  }

  /**
   * The token may be where clients have room for it. A login and passcode where nothing verifies
   * tokens are for hooks of the application.
   */
  private String token(ClientFrame frame) {
    String authorization = frame.header("Authorization");
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).strip();
    }
    if (!services.tokens().areVerified()) {
      return "";
    }
    String passcode = frame.header("passcode").strip();
    return passcode.isEmpty() ? frame.header("login").strip() : passcode;
  }
}
