package io.heartwire.protocol.centrifuge;

import com.google.protobuf.ByteString;
import heartwire.generated.centrifuge.ClientProtocol;
import heartwire.generated.centrifuge.ClientProtocol.SubscribeRequest;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts a parsed Protobuf command into a {@link Command}. */
final class ProtobufCommandReader {
  private final ClientProtocol.Command in;
  private @Nullable Request request;

  private ProtobufCommandReader(ClientProtocol.Command in) {
    this.in = in;
  }

  static Command read(ClientProtocol.Command parsed) throws MalformedException {
    ProtobufCommandReader reader = new ProtobufCommandReader(parsed);
    reader.requests();
    return Command.of(Integer.toUnsignedLong(parsed.getId()), reader.request);
  }

  private void requests() throws MalformedException {
    if (in.hasConnect()) {
      is(connect(in.getConnect()));
    }
    if (in.hasSubscribe()) {
      is(subscribe(in.getSubscribe().getChannel(), in.getSubscribe()));
    }
    if (in.hasUnsubscribe()) {
      is(new Request.Unsubscribe(in.getUnsubscribe().getChannel()));
    }
    if (in.hasPublish()) {
      is(publish(in.getPublish()));
    }
    if (in.hasPresence()) {
      is(new Request.Presence(in.getPresence().getChannel()));
    }
    if (in.hasPresenceStats()) {
      is(new Request.PresenceStats(in.getPresenceStats().getChannel()));
    }
    if (in.hasHistory()) {
      is(history(in.getHistory()));
    }
    if (in.hasPing()) {
      is(new Request.Ping());
    }
    if (in.hasSend()) {
      is(new Request.Send(raw(in.getSend().getData())));
    }
    if (in.hasRpc()) {
      is(new Request.Rpc(in.getRpc().getMethod(), raw(in.getRpc().getData())));
    }
    if (in.hasRefresh()) {
      is(new Request.Refresh(in.getRefresh().getToken()));
    }
    if (in.hasSubRefresh()) {
      is(new Request.SubRefresh(in.getSubRefresh().getChannel(), in.getSubRefresh().getToken()));
    }
  }

  private void is(Request one) throws MalformedException {
    if (request != null) {
      throw new MalformedException("more than one request in a command");
    }
    request = one;
  }

  private static Request publish(ClientProtocol.PublishRequest in) {
    return in.getType() == 0
        ? new Request.Publish(in.getChannel(), raw(in.getData()))
        : new Request.OtherPublish(in.getChannel());
  }

  private static Request.Connect connect(ClientProtocol.ConnectRequest in)
      throws MalformedException {
    Map<String, Request.Subscribe> subs = new LinkedHashMap<>();
    for (Map.Entry<String, SubscribeRequest> entry : in.getSubsMap().entrySet()) {
      subs.put(entry.getKey(), subscribe(entry.getKey(), entry.getValue()));
    }
    return new Request.Connect(
        in.getToken(),
        raw(in.getData()),
        Collections.unmodifiableMap(subs),
        in.getName(),
        in.getVersion(),
        in.getHeadersMap(),
        false); // the Protobuf schema has no such field
  }

  private static Request.Subscribe subscribe(String channel, SubscribeRequest in)
      throws MalformedException {
    return new Request.Subscribe(
        channel,
        in.getToken(),
        in.getRecover(),
        in.getEpoch(),
        offset(in.getOffset()),
        raw(in.getData()),
        in.getPositioned(),
        in.getRecoverable(),
        in.getJoinLeave(),
        in.getDelta(),
        in.hasTf() ? filter(in.getTf()) : null,
        in.getFlag(),
        in.getType());
  }

  /** Calls itself for the nodes inside, no deeper than the parser lets messages be nested. */
  private static FilterNode filter(ClientProtocol.FilterNode in) {
    List<FilterNode> nodes = new ArrayList<>(in.getNodesCount());
    for (ClientProtocol.FilterNode node : in.getNodesList()) {
      nodes.add(filter(node));
    }
    return new FilterNode(
        in.getOp(), in.getKey(), in.getCmp(), in.getVal(), in.getValsList(), nodes);
  }

  private static Request.History history(ClientProtocol.HistoryRequest in)
      throws MalformedException {
    StreamPosition since =
        in.hasSince()
            ? new StreamPosition(offset(in.getSince().getOffset()), in.getSince().getEpoch())
            : null;
    return new Request.History(in.getChannel(), in.getLimit(), since, in.getReverse());
  }

  /**
   * An offset is an unsigned 64-bit number in Protobuf; those that are negative as a long are
   * refused.
   */
  private static long offset(long wire) throws MalformedException {
    if (wire < 0) {
      throw new MalformedException("offset is not between 0 and " + Long.MAX_VALUE);
    }
    return wire;
  }

  private static Payload raw(ByteString data) {
    return Payload.sharing(data.toByteArray());
  }
}
