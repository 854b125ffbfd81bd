package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.testkit.Handshake;
import io.heartwire.testkit.ScriptedTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client on a scripted wire: says commands, and hears what was written to it. */
final class FakeClient {
  final Connection connection;
  final ScriptedTransport wire = new ScriptedTransport();
  final CentrifugeDialogue dialogue;
  private int read;

  FakeClient(Connection connection, boolean isProtobuf, CentrifugeServices services) {
    this.connection = connection;
    this.dialogue = new CentrifugeDialogue(connection, isProtobuf, services);
    Handshake.complete(connection, dialogue, wire);
  }

  /** Commands in one frame, a line each, with ' for ". */
  FakeClient says(String... commands) {
    String frame = String.join("\n", commands).replace('\'', '"');
    connection.received(frame.length(), true);
    dialogue.text(frame);
    return this;
  }

  /** A command in a binary frame. */
  FakeClient does(long id, Request request) {
    byte[] frame = ClientSide.protobuf(new Command(id, request));
    connection.received(frame.length, true);
    dialogue.binary(ByteBuffer.wrap(frame));
    return this;
  }

  /** Connects with the id 1, which must succeed. */
  FakeClient connects() {
    says("{'id':1,'connect':{}}");
    assertThat(reply(1).at("connect/client")).isEqualTo(connection.id().toString());
    return forgets();
  }

  /** Subscribes with the id 2, which must succeed. */
  FakeClient subscribes(String channel) {
    says("{'id':2,'subscribe':{'channel':'" + channel + "'}}");
    assertThat(reply(2).at("subscribe")).as("%s", reply(2)).isNotNull();
    return forgets();
  }

  /** Nothing that was heard so far counts any more. */
  FakeClient forgets() {
    read = lines().size();
    return this;
  }

  /** Every line heard, with ' for ". */
  List<String> hears() {
    return heard().stream().map(told -> told.line().replace('"', '\'')).toList();
  }

  List<Told> heard() {
    List<String> lines = lines();
    return lines.subList(read, lines.size()).stream().map(Told::new).toList();
  }

  /** The one reply with this id. */
  Told reply(long id) {
    List<Told> replies = heard().stream().filter(told -> told.number("id") == id).toList();
    assertThat(replies).as("replies with id %d among %s", id, hears()).hasSize(1);
    return replies.get(0);
  }

  boolean hasReply(long id) {
    return heard().stream().anyMatch(told -> told.number("id") == id);
  }

  /** The code of the error with which the command was answered. */
  long error(long id) {
    return reply(id).number("error/code");
  }

  /** The data of the publications heard of the channel. */
  List<Object> publications(String channel) {
    List<Object> data = new ArrayList<>();
    heard().stream()
        .filter(told -> channel.equals(told.at("push/channel")) && told.at("push/pub") != null)
        .forEach(told -> data.add(told.at("push/pub/data")));
    return data;
  }

  /** What a Protobuf client was told. */
  List<Reply> replies() {
    List<Reply> replies = new ArrayList<>();
    for (Message message : wire.messages()) {
      ByteBuffer view = ((Message.Binary) message).view();
      byte[] frame = new byte[view.remaining()];
      view.get(frame);
      ByteArrayInputStream in = new ByteArrayInputStream(frame);
      while (in.available() > 0) {
        replies.add(ClientSide.reply(nextOf(in)));
      }
    }
    return replies;
  }

  /** The codes with which the server closed the connection: one at the most. */
  List<Integer> closeCodes() {
    return wire.closes().stream().map(CloseReason::code).toList();
  }

  /** The wire breaks. */
  void vanishes() {
    connection.ended(CloseReason.VANISHED);
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Message message : wire.messages()) {
      lines.addAll(Arrays.asList(((Message.Text) message).text().split("\n")));
    }
    return lines;
  }

  /** One message with its length before it. */
  private static byte[] nextOf(ByteArrayInputStream in) {
    in.mark(8);
    int length = 0;
    int prefix = 0;
    int next;
    do {
      next = in.read();
      length |= (next & 0x7F) << (7 * prefix);
      prefix++;
    } while (next >= 0x80);
    in.reset();
    try {
      return in.readNBytes(prefix + length);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
