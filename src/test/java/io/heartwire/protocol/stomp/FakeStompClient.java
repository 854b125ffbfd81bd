package io.heartwire.protocol.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.hub.Credentials;
import io.heartwire.testkit.Handshake;
import io.heartwire.testkit.ScriptedTransport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client on a scripted wire: says frames, and hears what was written to it. */
final class FakeStompClient {
  final Connection connection;
  final ScriptedTransport wire = new ScriptedTransport().nonBlocking();
  final StompDialogue dialogue;
  private int read;

  /** A frame of the server; headers unescaped. */
  record Heard(String command, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  FakeStompClient(Connection connection, Credentials credentials, StompServices services) {
    this.connection = connection;
    this.dialogue = new StompDialogue(connection, credentials, services);
    Handshake.complete(connection, dialogue, wire);
  }

  /** A frame without a body: its command and headers. */
  FakeStompClient says(String... lines) {
    return saysText(String.join("\n", lines) + "\n\n\0");
  }

  /** A frame with a body, which is the last one. */
  FakeStompClient sends(String... linesAndBody) {
    int last = linesAndBody.length - 1;
    List<String> head = List.of(linesAndBody).subList(0, last);
    return saysText("SEND\n" + String.join("\n", head) + "\n\n" + linesAndBody[last] + "\0");
  }

  /** A text message as it is. */
  FakeStompClient saysText(String message) {
    connection.received(message.length(), true);
    dialogue.text(message);
    return this;
  }

  /** A binary message as it is. */
  FakeStompClient saysBytes(byte[] message) {
    connection.received(message.length, true);
    dialogue.binary(ByteBuffer.wrap(message));
    return this;
  }

  /** Connects with version 1.2, which must succeed. */
  FakeStompClient connects(String... headers) {
    List<String> lines = new ArrayList<>(List.of("CONNECT", "accept-version:1.2,1.1", "host:test"));
    lines.addAll(List.of(headers));
    says(lines.toArray(String[]::new));
    assertThat(hears()).as("%s", wire.closes()).extracting(Heard::command).contains("CONNECTED");
    return forgets();
  }

  /** Nothing that was heard so far counts any more. */
  FakeStompClient forgets() {
    read = frames().size();
    return this;
  }

  /** What was heard, heart-beats apart. */
  List<Heard> hears() {
    List<Heard> all = frames();
    return all.subList(read, all.size());
  }

  /** The one frame that was heard. */
  Heard hearsOne() {
    List<Heard> heard = hears();
    assertThat(heard).hasSize(1);
    return heard.get(0);
  }

  /** The one frame of a kind that was heard. */
  Heard hears(String command) {
    List<Heard> heard = hears().stream().filter(one -> one.command().equals(command)).toList();
    assertThat(heard).as("%s among %s", command, hears()).hasSize(1);
    return heard.get(0);
  }

  /** The bodies of the messages that were heard. */
  List<String> bodies() {
    return hears().stream()
        .filter(one -> one.command().equals("MESSAGE"))
        .map(Heard::body)
        .toList();
  }

  /** Acknowledges a message, or refuses it. */
  FakeStompClient settles(String command, Heard message, String... headers) {
    List<String> lines = new ArrayList<>(List.of(command, "id:" + message.header("ack")));
    lines.addAll(List.of(headers));
    return says(lines.toArray(String[]::new));
  }

  /** Sends a heart-beat. */
  FakeStompClient lives() {
    return saysText("\n");
  }

  long heartBeats() {
    return wire.sequence().stream().filter("\n"::equals).count();
  }

  /** The codes with which the server closed the connection: one at the most. */
  List<Integer> closeCodes() {
    return wire.closes().stream().map(CloseReason::code).toList();
  }

  /** The wire breaks. */
  void vanishes() {
    connection.ended(CloseReason.VANISHED);
  }

  private List<Heard> frames() {
    List<Heard> all = new ArrayList<>();
    for (Message message : wire.messages()) {
      String text;
      if (message instanceof Message.Binary binary) {
        text = UTF_8.decode(binary.view()).toString();
      } else {
        text = ((Message.Text) message).text();
      }
      if (!text.equals("\n")) {
        all.add(parse(text));
      }
    }
    return all;
  }

  private static Heard parse(String frame) {
    int end = frame.indexOf("\n\n");
    String[] lines = frame.substring(0, end).split("\n", -1);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.putIfAbsent(
          HeaderText.unescape(lines[i].substring(0, colon)),
          HeaderText.unescape(lines[i].substring(colon + 1)));
    }
    assertThat(frame).endsWith("\0");
    String body = frame.substring(end + 2, frame.length() - 1);
    if (headers.containsKey("content-length")) {
      assertThat(headers)
          .containsEntry("content-length", String.valueOf(body.getBytes(UTF_8).length));
    }
    return new Heard(lines[0], headers, body);
  }
}
